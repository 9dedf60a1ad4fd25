import { defineControl } from '../types'
import Control from './ReadOnlyControl.vue'

export default defineControl({ fieldtype: 'Read Only', component: Control })
