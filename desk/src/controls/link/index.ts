import { defineControl } from '../types'
import Control from './LinkControl.vue'

export default defineControl({ fieldtype: 'Link', component: Control })
