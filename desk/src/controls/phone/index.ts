import { defineControl } from '../types'
import Control from './PhoneControl.vue'

export default defineControl({ fieldtype: 'Phone', component: Control })
