/** Work behind a button: busy as long as it lasts, told when it fails. */
import { describe, expect, it, vi } from 'vitest'
import { toasts } from '@/stores/dialogs'
import { useBusy } from '@/ui/busy'

describe('the work of a button', () => {
	it('is busy until it is over', async () => {
		const { busy, work } = useBusy()
		let finish = () => {}
		const over = work(() => new Promise<void>((resolve) => { finish = resolve }))

		expect(busy.value).toBe(true)
		finish()
		await over
		expect(busy.value).toBe(false)
	})
	it('tells what fails and can be tried again', async () => {
		const tell = vi.fn()
		const { busy, work } = useBusy(tell)
		await work(() => Promise.reject(new Error('no network')))

		expect(tell.mock.calls).toEqual([[new Error('no network')]])
		expect(busy.value).toBe(false)
	})
	it('shows a notice where nothing else is said', async () => {
		await useBusy().work(() => { throw new Error('not today') })

		expect(toasts.at(-1)).toMatchObject({ tone: 'danger' })
	})
})
