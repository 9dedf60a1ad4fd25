/** Tells whether the window is as narrow as a phone; components choose cards or tables by it. */
import { ref } from 'vue'

const query = typeof window.matchMedia === 'function' ? window.matchMedia('(max-width: 767px)') : null
export const isPhone = ref(query?.matches ?? false)
query?.addEventListener('change', (event) => { isPhone.value = event.matches })
