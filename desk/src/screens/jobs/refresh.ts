/** Decides how a page of things that move by themselves stays up to date: every fifteen seconds while it is seen. */
import { onBeforeUnmount, onMounted } from 'vue'

export const REFRESH_MS = 15_000

export function keepFresh(load: () => Promise<void>): void {
	let timer: ReturnType<typeof setInterval> | undefined
	onMounted(() => {
		timer = setInterval(() => { if (document.visibilityState === 'visible') void load() }, REFRESH_MS)
	})
	onBeforeUnmount(() => clearInterval(timer))
}
