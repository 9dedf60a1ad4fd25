import { defineCell } from '../types'
import Cell from './LinkCell.vue'

export default defineCell({ fieldtype: 'Link', component: Cell })
