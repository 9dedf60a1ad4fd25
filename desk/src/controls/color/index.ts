import { defineControl } from '../types'
import Control from './ColorControl.vue'

export default defineControl({ fieldtype: 'Color', component: Control })
