import { defineControl } from '../types'
import Control from '../shared/LayoutControl.vue'

export default defineControl({ fieldtype: 'Section Break', component: Control, ownLabel: true })
