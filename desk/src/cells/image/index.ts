import { defineCell } from '../types'
import Cell from './ImageCell.vue'

export default defineCell({ fieldtype: 'Image', component: Cell })
