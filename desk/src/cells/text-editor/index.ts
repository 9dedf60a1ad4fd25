import { defineCell } from '../types'
import Cell from '../shared/HtmlCell.vue'

export default defineCell({ fieldtype: 'Text Editor', component: Cell })
