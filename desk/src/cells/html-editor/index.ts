import { defineCell } from '../types'
import Cell from '../shared/HtmlCell.vue'

export default defineCell({ fieldtype: 'HTML Editor', component: Cell })
