/** Decides how a button's work runs: busy as long as it lasts, and what fails is told, as a notice if nothing else is said. */
import { ref } from 'vue'
import { showError } from '@/stores/dialogs'

export function useBusy(tell: (error: unknown) => void = showError) {
	const busy = ref(false)
	async function work(run: () => unknown): Promise<void> {
		busy.value = true
		try {
			await run()
		} catch (error) {
			tell(error)
		} finally {
			busy.value = false
		}
	}
	return { busy, work }
}
