import { defineControl } from '../types'
import Control from './JsonControl.vue'

export default defineControl({ fieldtype: 'JSON', component: Control })
