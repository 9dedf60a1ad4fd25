import { defineCell } from '../types'
import Cell from './MarkdownCell.vue'

export default defineCell({ fieldtype: 'Markdown Editor', component: Cell })
