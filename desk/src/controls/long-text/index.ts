import { defineControl } from '../types'
import Control from './LongTextControl.vue'

export default defineControl({ fieldtype: 'Long Text', component: Control })
