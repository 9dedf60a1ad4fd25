import { defineControl } from '../types'
import Control from '../shared/LayoutControl.vue'

export default defineControl({ fieldtype: 'Fold', component: Control, ownLabel: true })
