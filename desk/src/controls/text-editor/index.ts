import { defineControl } from '../types'
import Control from './TextEditorControl.vue'

export default defineControl({ fieldtype: 'Text Editor', component: Control })
