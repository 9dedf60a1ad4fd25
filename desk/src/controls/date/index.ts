import { defineControl } from '../types'
import Control from './DateControl.vue'

export default defineControl({ fieldtype: 'Date', component: Control })
