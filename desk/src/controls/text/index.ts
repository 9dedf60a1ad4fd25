import { defineControl } from '../types'
import Control from './TextAreaControl.vue'

export default defineControl({ fieldtype: 'Text', component: Control })
