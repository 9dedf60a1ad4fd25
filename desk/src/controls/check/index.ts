import { defineControl } from '../types'
import Control from './CheckControl.vue'

export default defineControl({ fieldtype: 'Check', component: Control, ownLabel: true })
