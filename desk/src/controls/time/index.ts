import { defineControl } from '../types'
import Control from './TimeControl.vue'

export default defineControl({ fieldtype: 'Time', component: Control })
