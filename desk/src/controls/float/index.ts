import { defineControl } from '../types'
import Control from '../shared/NumberControl.vue'

export default defineControl({ fieldtype: 'Float', component: Control })
