import { defineCell } from '../types'
import Cell from '../shared/NoCell.vue'

export default defineCell({ fieldtype: 'Tab Break', component: Cell })
