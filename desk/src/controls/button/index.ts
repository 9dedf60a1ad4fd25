import { defineControl } from '../types'
import Control from './ButtonControl.vue'

export default defineControl({ fieldtype: 'Button', component: Control, ownLabel: true })
