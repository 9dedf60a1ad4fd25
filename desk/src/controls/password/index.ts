import { defineControl } from '../types'
import Control from './PasswordControl.vue'

export default defineControl({ fieldtype: 'Password', component: Control })
