import { defineControl } from '../types'
import Control from './DatetimeControl.vue'

export default defineControl({ fieldtype: 'Datetime', component: Control })
