import { defineCell } from '../types'
import Cell from '../shared/CodeCell.vue'

export default defineCell({ fieldtype: 'Code', component: Cell })
