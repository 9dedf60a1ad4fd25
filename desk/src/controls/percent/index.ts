import { defineControl } from '../types'
import Control from './PercentControl.vue'

export default defineControl({ fieldtype: 'Percent', component: Control })
