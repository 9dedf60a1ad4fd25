import { defineCell } from '../types'
import Cell from '../shared/NoCell.vue'

export default defineCell({ fieldtype: 'HTML', component: Cell })
