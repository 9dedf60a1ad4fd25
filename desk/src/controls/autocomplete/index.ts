import { defineControl } from '../types'
import Control from './AutocompleteControl.vue'

export default defineControl({ fieldtype: 'Autocomplete', component: Control })
