import { defineCell } from '../types'
import Cell from './SignatureCell.vue'

export default defineCell({ fieldtype: 'Signature', component: Cell })
