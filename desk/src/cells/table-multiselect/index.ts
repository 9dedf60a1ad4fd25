import { defineCell } from '../types'
import Cell from './MultiSelectCell.vue'

export default defineCell({ fieldtype: 'Table MultiSelect', component: Cell })
