import { defineControl } from '../types'
import Control from './HtmlControl.vue'

export default defineControl({ fieldtype: 'HTML', component: Control, ownLabel: true })
