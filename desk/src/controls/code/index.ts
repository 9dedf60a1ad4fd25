import { defineControl } from '../types'
import Control from './CodeControl.vue'

export default defineControl({ fieldtype: 'Code', component: Control })
