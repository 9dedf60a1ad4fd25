import { defineControl } from '../types'
import Control from './AttachControl.vue'

export default defineControl({ fieldtype: 'Attach', component: Control, drawsReadonly: true })
