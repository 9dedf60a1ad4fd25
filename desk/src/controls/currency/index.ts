import { defineControl } from '../types'
import Control from './CurrencyControl.vue'

export default defineControl({ fieldtype: 'Currency', component: Control })
