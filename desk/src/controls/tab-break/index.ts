import { defineControl } from '../types'
import Control from '../shared/LayoutControl.vue'

export default defineControl({ fieldtype: 'Tab Break', component: Control, ownLabel: true })
