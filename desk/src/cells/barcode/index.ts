import { defineCell } from '../types'
import Cell from './BarcodeCell.vue'

export default defineCell({ fieldtype: 'Barcode', component: Cell })
