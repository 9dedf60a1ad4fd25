import { defineCell } from '../types'
import Cell from './IconCell.vue'

export default defineCell({ fieldtype: 'Icon', component: Cell })
