import { defineControl } from '../types'
import Control from './ImageControl.vue'

export default defineControl({ fieldtype: 'Image', component: Control, drawsReadonly: true })
