/**
 * Decides what words people read. `__` translates metadata and data with the server's dictionary (the apps'
 * words); `t` translates the desk's own texts with its own one, because "Open" on a button is not "Open" of a
 * ToDo. A province may override a desk text by a translation with the context "desk".
 */
import { reactive } from 'vue'
import { vi } from './vi'

const state = reactive({ lang: 'vi', messages: {} as Record<string, string> })
const OWN: Record<string, Record<string, string>> = { vi }

export function setLanguage(lang: string, messages: Record<string, string>): void {
	state.lang = lang
	state.messages = { ...messages }
	document.documentElement.lang = lang
}

export function addMessages(messages: Record<string, string>): void {
	Object.assign(state.messages, messages)
}

export function language(): string {
	return state.lang
}

/** Translation of a text of metadata or data; `context` picks among words spelled alike. */
export function __(text: unknown, values?: unknown, context?: string | null): string {
	const key = String(text ?? '')
	if (!key) return ''
	const found = (context && state.messages[`${key}:${context}`]) || state.messages[key] || key
	return fill(found, values)
}

/** A text of the desk itself, with {0}, {1} … replaced. */
export function t(text: string, values?: unknown): string {
	const found = state.messages[`${text}:desk`] || OWN[state.lang]?.[text] || (OWN[state.lang] ? state.messages[text] : undefined) || text
	return fill(found, values)
}

function fill(text: string, values: unknown): string {
	if (values === undefined || values === null) return text
	const list = (typeof values === 'object' ? values : [values]) as Record<string, unknown>
	return text.replace(/\{(\w*)\}/g, (whole, key: string) => {
		const value = list[key || '0']
		return value === undefined ? whole : String(value)
	})
}
