/** Realtime, shortcuts, styles and buttons of scripts do what their names say. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { reactive } from 'vue'
import { ButtonHandle, type ScriptButton } from '@/scripting/buttonHandle'
import { frappeKeys } from '@/scripting/keys'
import { MiniQuery } from '@/scripting/miniQuery'
import { frappeRealtime } from '@/scripting/realtime'
import { scriptSettings } from '@/scripting/settings'
import { setStyle } from '@/scripting/styles'

const press = (key: string, more: KeyboardEventInit = {}, target: EventTarget = window) => target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))

describe('frappe.realtime', () => {
	const asked: string[] = []
	const answers = [{ last: 5, events: [{ event: 'done', message: 'old' }] }, { last: 6, events: [{ event: 'done', message: 'new' }, { event: 'other', message: 'x' }] }]
	beforeEach(() => {
		vi.useFakeTimers()
		vi.stubGlobal('fetch', (_url: string, init: RequestInit) => {
			asked.push(String(init.body))
			return Promise.resolve(new Response(JSON.stringify({ message: answers.shift() ?? { last: 6, events: [] } }), { headers: { 'Content-Type': 'application/json' } }))
		})
	})
	afterEach(() => {
		vi.useRealTimers()
		vi.unstubAllGlobals()
	})

	it('hands on what is published while somebody listens, and only then asks the server', async () => {
		const heard: unknown[] = []
		const listener = (message: unknown) => heard.push(message)
		frappeRealtime.on('done', listener)
		await vi.advanceTimersByTimeAsync(4100)
		frappeRealtime.emit('done', 'own')
		frappeRealtime.off('done', listener)
		await vi.advanceTimersByTimeAsync(20_000)

		expect(heard).toEqual(['new', 'own'])
		expect(asked).toEqual(['after=0', 'after=5'])
	})
})

describe('frappe.ui.keys', () => {
	it('runs a shortcut however it is written, not while somebody types', () => {
		document.body.innerHTML = '<input id="field">'
		const seen: string[] = []
		frappeKeys.add_shortcut({ shortcut: 'Shift+Ctrl+K', action: (event) => seen.push(frappeKeys.get_key(event)) })
		const wasLeft = press('K', { ctrlKey: true, shiftKey: true })
		press('k', { ctrlKey: true, shiftKey: true }, document.querySelector('#field') as Element)
		frappeKeys.off('ctrl+shift+k')
		press('k', { ctrlKey: true, shiftKey: true })

		expect(seen).toEqual(['ctrl+shift+k'])
		expect(wasLeft).toBe(false)
	})
})

describe('frappe.dom.set_style', () => {
	it('adds rules, and replaces those of the same id', () => {
		const before = document.adoptedStyleSheets.length
		setStyle('.a { color: red }', 'mine')
		setStyle('.b { color: blue }', 'mine')

		expect(document.adoptedStyleSheets.length).toBe(before + 1)
		expect(document.adoptedStyleSheets[before]?.cssRules[0]?.cssText).toContain('.b')
	})
})

describe('$().off', () => {
	it('takes away one name, one function or everything', () => {
		document.body.innerHTML = '<div id="a"><b>1</b></div>'
		const seen: string[] = []
		const click = (event: string) => document.querySelector('b')?.dispatchEvent(new Event(event, { bubbles: true }))
		const box = MiniQuery.from('#a').on('click.mine', () => seen.push('mine')).on('click', 'b', function () { seen.push(this.tagName) })
		click('click')
		box.off('.mine')
		click('click')
		box.off()
		click('click')

		expect(seen).toEqual(['mine', 'B', 'B'])
	})
})

describe('a button of a script', () => {
	it('is drawn as the script says', () => {
		const list = reactive<ScriptButton[]>([])
		const button = ButtonHandle.add(list, { label: 'Send', run: () => undefined })
		button.addClass('btn-primary').prop('disabled', true)

		expect(list[0]).toMatchObject({ primary: true, disabled: true })
		expect(button.hide().text()).toBe('Send')
		expect(list[0]?.hidden).toBe(true)
	})
})

describe('settings of an app', () => {
	it('that the desk does not follow are named once in the console', () => {
		const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
		Object.assign(window, { frappe: { listview_settings: { Thing: { onload: () => 1, button: {} } } } })
		scriptSettings('listview_settings', 'Thing')
		scriptSettings('listview_settings', 'Thing')

		expect(warn.mock.calls).toEqual([['frappe.listview_settings["Thing"]: this desk does not follow button']])
		warn.mockRestore()
	})
})
