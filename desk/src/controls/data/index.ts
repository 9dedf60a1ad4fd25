import { defineControl } from '../types'
import Control from './DataControl.vue'

export default defineControl({ fieldtype: 'Data', component: Control })
