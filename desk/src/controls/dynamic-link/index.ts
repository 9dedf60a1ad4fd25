import { defineControl } from '../types'
import Control from './DynamicLinkControl.vue'

export default defineControl({ fieldtype: 'Dynamic Link', component: Control })
