import { defineCell } from '../types'
import Cell from '../shared/NoCell.vue'

export default defineCell({ fieldtype: 'Button', component: Cell })
