import { defineCell } from '../types'
import Cell from '../shared/LongTextCell.vue'

export default defineCell({ fieldtype: 'Text', component: Cell })
