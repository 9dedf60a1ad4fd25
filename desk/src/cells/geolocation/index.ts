import { defineCell } from '../types'
import Cell from './GeolocationCell.vue'

export default defineCell({ fieldtype: 'Geolocation', component: Cell })
