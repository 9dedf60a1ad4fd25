import { defineCell } from '../types'
import Cell from '../shared/FormattedCell.vue'

export default defineCell({ fieldtype: 'Table', component: Cell })
