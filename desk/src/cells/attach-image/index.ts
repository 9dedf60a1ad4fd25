import { defineCell } from '../types'
import Cell from './AttachImageCell.vue'

export default defineCell({ fieldtype: 'Attach Image', component: Cell })
