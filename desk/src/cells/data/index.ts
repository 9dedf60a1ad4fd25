import { defineCell } from '../types'
import Cell from './DataCell.vue'

export default defineCell({ fieldtype: 'Data', component: Cell })
