import { defineCell } from '../types'
import Cell from '../shared/LongTextCell.vue'

export default defineCell({ fieldtype: 'Small Text', component: Cell })
