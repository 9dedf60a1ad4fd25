/** `frm.dashboard` and `frm.page` of form scripts. */
import { clearScriptParts, type Note } from '@/form/state'
import { toneOf } from '@/meta/indicator'
import type { FormController } from '@/form/controller'
import { ButtonHandle } from './buttonHandle'
import { MiniQuery } from './miniQuery'

const NOTE_TONES: Record<string, Note['tone']> = { red: 'danger', orange: 'warn', yellow: 'warn', green: 'good', blue: 'info' }
export const noteTone = (color: unknown): Note['tone'] => NOTE_TONES[String(color ?? '')] ?? 'info'

export function createDashboard(form: FormController) {
	const { state } = form
	let hidden: typeof state.dashboardSections = []
	const set_headline = (html: string, color?: string) => { state.headline = html ? { text: html, tone: noteTone(color) } : null }
	return {
		set_headline, set_headline_alert: set_headline,
		clear_headline: () => { state.headline = null },
		add_comment: (text: string, color?: string) => { state.intro.push({ text, tone: noteTone(color) }) },
		clear_comment: () => { state.intro = [] },
		add_indicator: (label: string, color: string) => { state.dashboardIndicators.push({ label, color }) },
		add_section(html: unknown, label = '') {
			state.dashboardSections.push({ label, html: html instanceof MiniQuery ? html.toArray().map((element) => element.outerHTML).join('') : String(html) })
		},
		add_progress: (title: string, percent: unknown, message = '') => { state.dashboardIndicators.push({ label: `${title} ${String(percent)} ${message}`.trim(), color: 'blue' }) },
		hide() {
			hidden = [...state.dashboardSections, ...hidden]
			state.dashboardSections = []
		},
		show() {
			state.dashboardSections = [...state.dashboardSections, ...hidden]
			hidden = []
		},
		refresh: () => { state.refreshes += 1 },
		reset: () => clearScriptParts(state),
	}
}

export function createPage(form: FormController) {
	const { state } = form
	let secondary: ButtonHandle | null = null
	function dropSecondary() {
		secondary?.remove()
		secondary = null
	}
	return {
		set_primary_action(label: string, run: () => unknown) {
			state.primary = { label, run }
			return MiniQuery.from('[data-form] [data-primary]')
		},
		clear_primary_action: () => { Object.assign(state, { primary: null, saveDisabled: true }) },
		set_secondary_action(label: string, run: () => unknown) {
			dropSecondary()
			secondary = ButtonHandle.add(state.buttons, { label, run })
			return secondary
		},
		clear_secondary_action: dropSecondary,
		add_inner_button: (label: string, run: () => unknown, group?: string) => ButtonHandle.add(state.buttons, { label, run, group }),
		remove_inner_button: (label: string, group?: string) => { state.buttons = state.buttons.filter((button) => button.label !== label || button.group !== group) },
		add_button: (label: string, run: () => unknown) => ButtonHandle.add(state.buttons, { label, run }),
		add_menu_item: (label: string, run: () => unknown) => { state.menu.push({ label, run }) },
		add_action_item: (label: string, run: () => unknown) => { state.menu.push({ label, run }) },
		clear_menu: () => { state.menu = [] },
		clear_actions_menu: () => { state.menu = [] },
		clear_inner_toolbar: () => { state.buttons = [] },
		set_indicator: (label: string, color: string) => { state.pageIndicator = { label, tone: toneOf(color) } },
		clear_indicator: () => { state.pageIndicator = null },
		set_title: (title: string) => { state.pageTitle = title },
		get btn_primary() { return MiniQuery.from('[data-form] [data-primary]') },
		get main() { return MiniQuery.from('[data-form]') },
		get body() { return MiniQuery.from('[data-form]') },
		get wrapper() { return MiniQuery.from('[data-form]') },
		get sidebar() { return MiniQuery.from('[data-form-side]') },
	}
}
