import { defineCell } from '../types'
import Cell from './CheckCell.vue'

export default defineCell({ fieldtype: 'Check', component: Cell })
