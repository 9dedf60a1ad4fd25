import { defineControl } from '../types'
import Control from './BarcodeControl.vue'

export default defineControl({ fieldtype: 'Barcode', component: Control })
