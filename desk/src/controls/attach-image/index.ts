import { defineControl } from '../types'
import Control from './AttachImageControl.vue'

export default defineControl({ fieldtype: 'Attach Image', component: Control, drawsReadonly: true })
