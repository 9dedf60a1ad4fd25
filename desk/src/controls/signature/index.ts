import { defineControl } from '../types'
import Control from './SignatureControl.vue'

export default defineControl({ fieldtype: 'Signature', component: Control, drawsReadonly: true })
