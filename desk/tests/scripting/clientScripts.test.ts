/** Client Scripts: which versions run after an opening, and whose handler failed. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { plan } from '@/scripting/clientScripts'
import { handlersOf, offSource, on, runFormEvent } from '@/scripting/events'
import type { Frm } from '@/scripting/frm'
import { mark } from '@/scripting/sources'
import { toasts } from '@/stores/dialogs'

const frm = { doc: { doctype: 'T', name: '1' }, cscript: {} } as unknown as Frm

function asScript(source: string, run: () => void): void {
	const script = document.createElement('script')
	mark(script, source)
	const spy = vi.spyOn(document, 'currentScript', 'get').mockReturnValue(script)
	run()
	spy.mockRestore()
}
beforeEach(() => void toasts.splice(0))

describe('plan', () => {
	const known = new Map([['A', { version: '1', place: 'Form:T' }], ['B', { version: '1', place: 'Form:T' }], ['C', { version: '1', place: 'List:T' }]])

	it('loads what is new or changed and stops what is gone or changed', () => {
		const listed = [{ name: 'A', version: '1' }, { name: 'B', version: '2' }, { name: 'D', version: '1' }]
		expect(plan(listed, 'Form:T', known)).toEqual({ stop: ['B'], load: [listed[1], listed[2]] })
	})

	it('stops all of a form whose scripts were switched off, and none of another place', () => {
		expect(plan([], 'Form:T', known)).toEqual({ stop: ['A', 'B'], load: [] })
	})
})

describe('handlers', () => {
	it('of a script are taken back, those of others stay', () => {
		asScript('Mine', () => on('Taken', { refresh: () => 1, validate: () => 2 }))
		on('Taken', 'refresh', () => 3)
		offSource('Mine')

		expect(handlersOf('Taken', 'refresh').map((handler) => handler(frm, '', ''))).toEqual([3])
		expect(handlersOf('Taken', 'validate')).toEqual([])
	})

	it('that fail are told with the name of their script, and the form lives on', async () => {
		asScript('Bad one', () => on('Fails', 'refresh', () => { throw new TypeError('x is undefined') }))
		await runFormEvent(frm, 'refresh', 'Fails', '1')

		expect(toasts[0]?.text).toContain('Bad one')
		expect(toasts[0]?.text).toContain('x is undefined')
	})
})
