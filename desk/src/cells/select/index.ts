import { defineCell } from '../types'
import Cell from './SelectCell.vue'

export default defineCell({ fieldtype: 'Select', component: Cell })
