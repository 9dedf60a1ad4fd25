import { defineControl } from '../types'
import Control from './IconControl.vue'

export default defineControl({ fieldtype: 'Icon', component: Control })
