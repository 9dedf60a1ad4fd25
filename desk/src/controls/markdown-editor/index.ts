import { defineControl } from '../types'
import Control from './MarkdownControl.vue'

export default defineControl({ fieldtype: 'Markdown Editor', component: Control })
