import { defineCell } from '../types'
import Cell from './HeadingCell.vue'

export default defineCell({ fieldtype: 'Heading', component: Cell })
