import { defineCell } from '../types'
import Cell from '../shared/NumberCell.vue'

export default defineCell({ fieldtype: 'Currency', component: Cell })
