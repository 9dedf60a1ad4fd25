import { defineControl } from '../types'
import Control from './HeadingControl.vue'

export default defineControl({ fieldtype: 'Heading', component: Control, ownLabel: true })
