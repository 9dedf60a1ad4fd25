import { defineControl } from '../types'
import Control from './DurationControl.vue'

export default defineControl({ fieldtype: 'Duration', component: Control })
