import { defineControl } from '../types'
import Control from './SelectControl.vue'

export default defineControl({ fieldtype: 'Select', component: Control })
