import { defineCell } from '../types'
import Cell from '../shared/LongTextCell.vue'

export default defineCell({ fieldtype: 'Long Text', component: Cell })
