import { defineCell } from '../types'
import Cell from './RatingCell.vue'

export default defineCell({ fieldtype: 'Rating', component: Cell })
