import { defineCell } from '../types'
import Cell from './PhoneCell.vue'

export default defineCell({ fieldtype: 'Phone', component: Cell })
