import { defineControl } from '../types'
import Control from './TableControl.vue'

export default defineControl({ fieldtype: 'Table', component: Control, drawsReadonly: true })
