import { defineCell } from '../types'
import Cell from './ColorCell.vue'

export default defineCell({ fieldtype: 'Color', component: Cell })
