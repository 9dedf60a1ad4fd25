/** frappe.utils, frappe.format and the bare global helpers of form scripts. */
import { t } from '@/i18n'
import { formatNumber, numberFormat } from '@/meta/format/number'
import { escapeHtml, slug, stripHtml } from '@/meta/format/text'
import type { Doc, DocField } from '@/meta/types'
import { setting } from '@/stores/boot'
import { formatValue } from '@/stores/format'
import { setLinkTitle } from '@/stores/linkTitles'

export function format(value: unknown, df: Partial<DocField> | undefined, options?: { only_value?: boolean; inline?: boolean }, doc?: Doc): string {
	const text = escapeHtml(formatValue(value, { fieldtype: 'Data', ...df }, doc))
	const isNumber = ['Int', 'Float', 'Currency', 'Percent'].includes(df?.fieldtype ?? '')
	return isNumber && !options?.only_value && !options?.inline ? `<div style="text-align: right">${text}</div>` : text
}

export function formatCurrency(value: unknown, currency?: string, decimals = 0): string {
	const code = currency ?? (setting('currency') || 'VND')
	return `${formatNumber(value, numberFormat(setting('number_format')), decimals)} ${code === 'VND' ? '₫' : code}`
}

/** Fills `{{ name }}` and `{{ a.b }}` of a text or of frappe.templates[name]; the full micro-template language would need eval, which the CSP forbids. */
export function renderTemplate(nameOrText: string, context: Record<string, unknown> = {}): string {
	const { templates } = (window as unknown as { frappe?: { templates?: Record<string, string> } }).frappe ?? {}
	return (templates?.[nameOrText] ?? nameOrText).replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_whole, path: string) => {
		const value = path.split('.').reduce<unknown>((at, key) => (at && typeof at === 'object' ? (at as Record<string, unknown>)[key] : undefined), context)
		return escapeHtml(value)
	})
}

function debounce(fn: (...args: unknown[]) => unknown, wait = 200) {
	let timer: ReturnType<typeof setTimeout>
	return (...args: unknown[]) => {
		clearTimeout(timer)
		timer = setTimeout(() => fn(...args), wait)
	}
}

/** The first call runs at once, further ones at most once per `wait`. */
function throttle(fn: (...args: unknown[]) => unknown, wait = 200) {
	let next = 0
	return (...args: unknown[]) => {
		if (Date.now() < next) return
		next = Date.now() + wait
		return fn(...args)
	}
}

/** Only entities are decoded: what looks like a tag stays text. */
const escapeTags = (text: string) => text.replaceAll('<', '&lt;')

export const frappeUtils = {
	escape_html: escapeHtml,
	unescape_html: (text: string) => new DOMParser().parseFromString(escapeTags(text), 'text/html').body.textContent ?? '',
	get_form_link: (doctype: string, name: string, html = false, label?: string) => {
		const href = `/app/${slug(doctype)}/${encodeURIComponent(name)}`
		return html ? `<a href="${href}">${escapeHtml(label ?? name)}</a>` : href
	},
	to_title_case: (text: string) => text.replace(/\b\w/g, (char) => char.toUpperCase()),
	copy_to_clipboard: (text: string) => void navigator.clipboard.writeText(text),
	debounce, throttle,
	get_random: (length: number) => Math.random().toString(36).slice(2, 2 + length),
	is_mac: () => navigator.platform.startsWith('Mac'),
	is_html: (text: string) => /<[a-z][^>]*>/i.test(text),
	html2text: stripHtml,
	comma_and: (list: string[]) => joinList(list, t('and')),
	comma_or: (list: string[]) => joinList(list, t('or')),
	get_url_arg: (name: string) => new URLSearchParams(location.search).get(name) ?? '',
	sum: (list: number[]) => list.reduce((total, value) => total + value, 0),
	unique: <T>(list: T[]) => [...new Set(list)],
	add_link_title: setLinkTitle,
}

function joinList(list: string[], word: string): string {
	return list.length < 2 ? (list[0] ?? '') : `${list.slice(0, -1).join(', ')} ${word} ${list[list.length - 1]}`
}
