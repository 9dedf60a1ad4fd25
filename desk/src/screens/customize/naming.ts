/** Decides how the numbering of records is asked for in plain words, and which `autoname` that means. */
import { t } from '@/i18n'

export type NamingMode = 'random' | 'pattern' | 'field' | 'prompt' | 'count' | 'series' | 'script'
export interface Naming { mode: NamingMode; value: string }

export function readNaming(autoname: string | null | undefined, rule?: string | null): Naming {
	const text = String(autoname ?? '').trim()
	if (text.startsWith('field:')) return { mode: 'field', value: text.slice(6) }
	if (text.startsWith('format:')) return { mode: 'pattern', value: text.slice(7) }
	if (text.startsWith('naming_series')) return { mode: 'series', value: '' }
	if (text.toLowerCase() === 'prompt') return { mode: 'prompt', value: '' }
	if (text === 'autoincrement') return { mode: 'count', value: '' }
	if (text.includes('#')) return { mode: 'pattern', value: oldStyle(text) }
	return { mode: rule === 'By script' ? 'script' : 'random', value: '' }
}

/** PRE-.YYYY.-.#### says the same as PRE-{YYYY}-{####}. */
const oldStyle = (text: string) => text.split('.').map((part) => (/^(#+|YYYY|YY|MM|DD|WW)$/.test(part) ? `{${part}}` : part)).join('')

export function writeNaming({ mode, value }: Naming): { autoname: string; naming_rule: string } {
	const table: Record<NamingMode, [string, string]> = {
		random: ['hash', 'Random'], pattern: written(value.trim()), field: [`field:${value}`, 'By fieldname'], prompt: ['prompt', 'Set by user'],
		count: ['autoincrement', 'Autoincrement'], series: ['naming_series:', 'By "Naming Series" field'], script: ['', 'By script'],
	}
	const [autoname, naming_rule] = table[mode]
	return { autoname, naming_rule }
}

/** Counted under its own prefix; `format:` counts all forms of the site together, so it is left to texts with a dot. */
function written(pattern: string): [string, string] {
	const literal = pattern.replace(/\{[^}]*\}/g, '')
	if (literal.includes('.')) return [`format:${pattern}`, 'Expression']
	const parts = pattern.split(/(\{[^}]*\})/).filter(Boolean)
	return [parts.map((part) => (/^\{(#+|YYYY|YY|MM|DD|WW)\}$/.test(part) ? part.slice(1, -1) : part)).join('.'), 'Expression (old style)']
}

export const namingWords = (): { mode: NamingMode; label: string; hint: string }[] => [
	{ mode: 'pattern', label: t('By a pattern'), hint: t('For example DX-2026-0001, counted by the year') },
	{ mode: 'field', label: t('From a field of the form'), hint: t('For example the number of the decision') },
	{ mode: 'prompt', label: t('Typed by hand'), hint: t('Whoever makes the record types its number') },
	{ mode: 'count', label: t('Counted 1, 2, 3'), hint: t('Cannot be changed later') },
	{ mode: 'series', label: t('Chosen among several series'), hint: t('The form needs a field naming_series') },
	{ mode: 'random', label: t('By the computer, at random'), hint: t('When nobody needs to read the number') },
]

/** What the next number may look like. */
/** A pattern to begin with: the first letters of the form's words, so that two forms do not share one counter. */
export function proposedPattern(doctype: string): string {
	const letters = doctype.split(/[^A-Za-z0-9]+/).filter(Boolean).map((word) => word[0]).join('').toUpperCase()
	return `${letters.length > 1 ? letters : doctype.replace(/[^A-Za-z0-9]/g, '').slice(0, 3).toUpperCase() || 'DX'}-{YYYY}-{####}`
}

export function sampleOf(pattern: string, today = new Date()): string {
	const year = String(today.getFullYear())
	const words: Record<string, string> = { YYYY: year, YY: year.slice(2), MM: String(today.getMonth() + 1).padStart(2, '0'), DD: String(today.getDate()).padStart(2, '0') }
	return pattern.replace(/\{([^}]*)\}/g, (whole, token: string) => words[token] ?? (/^#+$/.test(token) ? '1'.padStart(token.length, '0') : whole))
}

/** The text before the counter, under which the site counts; null without a counter of its own or with a field in it. */
export function counterKey(autoname: string, today = new Date()): string | null {
	const { mode, value: pattern } = readNaming(autoname)
	if (mode !== 'pattern' || autoname.startsWith('format:')) return null
	const at = pattern.search(/\{#+\}/)
	const key = at < 0 ? '' : sampleOf(pattern.slice(0, at), today)
	return at < 0 || key.includes('{') ? null : key
}

export function namingProblem({ mode, value }: Naming, fieldnames: readonly string[]): string {
	if (mode === 'pattern' && !value.trim()) return t('Write a pattern, for example DX-{YYYY}-{####}.')
	if (mode === 'pattern' && !/\{#+\}/.test(value)) return t('The pattern needs a counter such as {####}, or all records would get the same number.')
	if (mode === 'field' && !fieldnames.includes(value)) return t('Choose the field that gives the number.')
	if (mode === 'series' && !fieldnames.includes('naming_series')) return t('Add a list to choose from with the name naming_series first.')
	return ''
}
