import { defineControl } from '../types'
import Control from './RatingControl.vue'

export default defineControl({ fieldtype: 'Rating', component: Control })
