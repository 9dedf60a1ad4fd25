import { defineCell } from '../types'
import Cell from './AttachCell.vue'

export default defineCell({ fieldtype: 'Attach', component: Cell })
