import { defineControl } from '../types'
import Control from './IntControl.vue'

export default defineControl({ fieldtype: 'Int', component: Control })
