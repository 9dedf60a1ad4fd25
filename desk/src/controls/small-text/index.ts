import { defineControl } from '../types'
import Control from '../shared/AreaControl.vue'

export default defineControl({ fieldtype: 'Small Text', component: Control })
