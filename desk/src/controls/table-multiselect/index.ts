import { defineControl } from '../types'
import Control from './MultiSelectControl.vue'

export default defineControl({ fieldtype: 'Table MultiSelect', component: Control, drawsReadonly: true })
