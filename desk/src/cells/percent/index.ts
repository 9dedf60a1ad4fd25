import { defineCell } from '../types'
import Cell from './PercentCell.vue'

export default defineCell({ fieldtype: 'Percent', component: Cell })
