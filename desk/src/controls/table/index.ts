import { defineControl } from '../types'
import Control from './TableOrRoles.vue'

export default defineControl({ fieldtype: 'Table', component: Control, drawsReadonly: true })
