/**
 * Decides what words people read. English source text is the key, as in Frappe; the server's
 * dictionary (apps' translations) wins over the desk's own, so that a province can rename anything.
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

/** Translation of `text` with {0}, {1} … replaced; `context` picks among words spelled alike. */
export function __(text: unknown, values?: unknown, context?: string | null): string {
	const key = String(text ?? '')
	if (!key) return ''
	const own = OWN[state.lang]
	const found = (context && state.messages[`${key}:${context}`]) || state.messages[key] || own?.[key] || key
	return values === undefined || values === null ? found : fill(found, values)
}

function fill(text: string, values: unknown): string {
	const list: readonly unknown[] | Record<string, unknown> = Array.isArray(values) ? values : typeof values === 'object' ? (values as Record<string, unknown>) : [values]
	return text.replace(/\{(\w*)\}/g, (whole, key: string) => {
		const value = (list as Record<string, unknown>)[key || '0']
		return value === undefined ? whole : String(value)
	})
}
