/** Form scripts: order of events, what a throw does, and the stand-ins they work with. */
import { beforeEach, describe, expect, it } from 'vitest'
import { on, runFormEvent } from '@/scripting/events'
import type { Frm } from '@/scripting/frm'
import { MiniQuery } from '@/scripting/miniQuery'
import { pathOf } from '@/scripting/routing'
import { isStopped, resetValidated, ScriptStop } from '@/scripting/validated'
import { dialogs, toasts } from '@/stores/dialogs'
import { throwMessage } from '@/scripting/messages'

const frm = { doc: { doctype: 'T', name: '1' }, cscript: {} } as unknown as Frm

beforeEach(() => {
	resetValidated()
	dialogs.splice(0)
	toasts.splice(0)
})

describe('events', () => {
	it('run one after another in the order of registration, then the old style', async () => {
		const seen: string[] = []
		on('Order', { validate: async () => { await Promise.resolve(); seen.push('first') } })
		on('Order', 'validate', () => seen.push('second'))
		const form = { ...frm, cscript: { validate: () => seen.push('old') } } as unknown as Frm
		await runFormEvent(form, 'validate', 'Order', '1')

		expect(seen).toEqual(['first', 'second', 'old'])
	})

	it('stop at frappe.throw and mark the form as not valid', async () => {
		const seen: string[] = []
		on('Stop', { validate: () => throwMessage('No'), refresh: () => undefined })
		on('Stop', 'validate', () => seen.push('after'))

		await expect(runFormEvent(frm, 'validate', 'Stop', '1')).rejects.toBeInstanceOf(ScriptStop)
		expect([isStopped(), seen, dialogs.length]).toEqual([true, [], 1])
	})

	it('report a broken script and leave the form alive', async () => {
		on('Broken', 'refresh', () => { throw new TypeError('x is undefined') })
		await runFormEvent(frm, 'refresh', 'Broken', '1')

		expect(toasts[0]?.text).toContain('x is undefined')
		expect(isStopped()).toBe(false)
	})
})

describe('pathOf', () => {
	it.each([
		[['Form', 'ISO Audit Plan', 'A/1'], '/app/iso-audit-plan/A%2F1'], [['List', 'ToDo'], '/app/todo'], [['List', 'ToDo', 'Report', 'Mine'], '/app/todo/view/report/Mine'],
		[['query-report', 'My Report'], '/app/query-report/My%20Report'], [['Tree', 'ISO Agency'], '/app/iso-agency/view/tree'], [['/app/todo'], '/app/todo'], [['Form', 'ToDo', 'new?copy=x'], '/app/todo/new?copy=x'],
	])('turns %j into %s', (parts, path) => {
		expect(pathOf(parts)).toBe(path)
	})
})

describe('MiniQuery', () => {
	it('finds, fills and listens', () => {
		document.body.innerHTML = '<div id="a"><p class="x">1</p></div>'
		const seen: string[] = []
		MiniQuery.from('#a').find('.x').html('<b>2</b>').valueOf()
		MiniQuery.from('#a').on('click', 'b', () => seen.push('b'))
		document.querySelector('b')?.click()

		expect(document.querySelector('.x')?.innerHTML).toBe('<b>2</b>')
		expect(seen).toEqual(['b'])
	})
})
