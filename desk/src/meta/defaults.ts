/** Decides the values a new document opens with. The server fills what is still missing at insert. */
import { dateToIso, dateToIsoDatetime } from './format/date'
import { hasValue } from './fieldtypes'
import { isSet, type Doc, type DocField, type MetaDoc } from './types'

export interface DefaultFacts {
	user: string
	userDefaults: Readonly<Record<string, unknown>>
	now?: Date
	random?: () => string
}

const NUMBERS = new Set(['Int', 'Long Int', 'Check'])
const DECIMALS = new Set(['Float', 'Currency', 'Percent', 'Rating', 'Duration'])

export function newDoc(meta: MetaDoc, facts: DefaultFacts): Doc {
	const random = facts.random ?? (() => Math.random().toString(36).slice(2, 12))
	const doc: Doc = {
		doctype: meta.name,
		name: `new-${meta.name.toLowerCase().replaceAll(' ', '-')}-${random()}`,
		docstatus: 0, __islocal: 1, __unsaved: 1, owner: facts.user,
	}
	for (const df of meta.fields) if (hasValue(df.fieldtype)) doc[df.fieldname] = defaultValue(df, facts)
	return doc
}

export function defaultValue(df: DocField, facts: DefaultFacts): unknown {
	if (df.fieldtype === 'Table' || df.fieldtype === 'Table MultiSelect') return []
	// Whoever fills in a form is not the person it is about: only the form itself may say so, by "__user".
	if (df.fieldtype === 'Link' && df.options === 'User') return staticDefault(df, facts)
	const fromUser = facts.userDefaults[df.fieldname]
	if (df.fieldtype === 'Link' && !isSet(df.ignore_user_permissions)) {
		const value = userDefault(df, facts)
		if (value !== undefined) return value
	} else if (typeof fromUser === 'string' && fromUser && !df.default) return cast(df.fieldtype, fromUser)
	return staticDefault(df, facts)
}

function userDefault(df: DocField, { userDefaults }: DefaultFacts): string | undefined {
	const key = String(df.options ?? '').toLowerCase().replaceAll(' ', '_')
	const value = userDefaults[df.fieldname] ?? userDefaults[key]
	return typeof value === 'string' && value ? value : undefined
}

function staticDefault(df: DocField, facts: DefaultFacts): unknown {
	const now = facts.now ?? new Date()
	const text = String(df.default ?? '')
	if (df.fieldtype === 'Time') return dateToIsoDatetime(now).slice(11)
	if (text === '__user' || text.toLowerCase() === 'user') return facts.user
	if (text === 'Today' || (text === 'Now' && df.fieldtype === 'Date')) return dateToIso(now)
	if (text.toLowerCase() === 'now') return dateToIsoDatetime(now)
	if (text.startsWith(':')) return null
	if (text) return cast(df.fieldtype, text)
	if (df.fieldtype === 'Select') return String(df.options ?? '').split('\n')[0] ?? ''
	return NUMBERS.has(df.fieldtype) ? 0 : null
}

function cast(fieldtype: string, text: string): unknown {
	if (NUMBERS.has(fieldtype)) return Number.parseInt(text, 10) || 0
	return DECIMALS.has(fieldtype) ? Number.parseFloat(text) || 0 : text
}

const NEVER_COPIED = new Set([
	'name', 'owner', 'creation', 'modified', 'modified_by', 'docstatus', 'amended_from', 'amendment_date', 'parent',
	'_user_tags', '_assign', '_comments', '_liked_by', '_seen', 'lft', 'rgt', 'old_parent',
])

/** A fresh copy: no_copy fields keep the new document's defaults, rows lose their names. */
export function copyDoc(source: Doc, meta: MetaDoc, childMeta: (doctype: string) => MetaDoc | undefined, facts: DefaultFacts, forAmend = false): Doc {
	const copy = newDoc(meta, facts)
	for (const df of meta.fields) {
		if (!hasValue(df.fieldtype) || NEVER_COPIED.has(df.fieldname) || (isSet(df.no_copy) && !forAmend)) continue
		const value = source[df.fieldname]
		copy[df.fieldname] = Array.isArray(value) ? value.map((row: Doc, i) => copyRow(row, i, childMeta(row.doctype), forAmend)) : value
	}
	return copy
}

function copyRow(row: Doc, index: number, meta: MetaDoc | undefined, forAmend: boolean): Doc {
	const copy: Doc = { doctype: row.doctype, name: `new-row-${index}-${Math.random().toString(36).slice(2, 8)}`, idx: index + 1, __islocal: 1, parentfield: row.parentfield, parenttype: row.parenttype }
	for (const df of meta?.fields ?? []) if (hasValue(df.fieldtype) && (forAmend || !isSet(df.no_copy))) copy[df.fieldname] = row[df.fieldname]
	return copy
}
