import { defineControl } from '../types'
import Control from './HtmlEditorControl.vue'

export default defineControl({ fieldtype: 'HTML Editor', component: Control })
