import { defineCell } from '../types'
import Cell from './DynamicLinkCell.vue'

export default defineCell({ fieldtype: 'Dynamic Link', component: Cell })
