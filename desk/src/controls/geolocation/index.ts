import { defineControl } from '../types'
import Control from './GeolocationControl.vue'

export default defineControl({ fieldtype: 'Geolocation', component: Control, drawsReadonly: true })
