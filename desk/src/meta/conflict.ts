/** Decides how two versions of a document differ and how mine goes onto theirs. Three-way, field by field. */
import { hasValue } from './fieldtypes'
import type { Doc, DocField, MetaDoc } from './types'

export interface Difference { df: DocField; mine: unknown; theirs: unknown; isContested: boolean }

export function isSame(a: unknown, b: unknown): boolean {
	return canonical(a) === canonical(b)
}

function canonical(value: unknown): string {
	if (value === null || value === undefined || value === '') return ''
	if (Array.isArray(value)) return JSON.stringify(value.map(rowContent))
	return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function rowContent(row: unknown): unknown {
	if (typeof row !== 'object' || row === null) return row
	const volatile = ['modified', 'modified_by', 'creation', 'owner', 'idx', 'doctype', 'parent', 'parenttype', 'parentfield', 'docstatus']
	const kept = Object.entries(row).filter(([key, value]) => !key.startsWith('__') && !volatile.includes(key) && value !== null && value !== '')
	return Object.fromEntries(kept.sort(([a], [b]) => a.localeCompare(b)).map(([key, value]) => [key, String(value)]))
}

/** Fields where `mine` differs from `base` or from `theirs`; contested when both moved away from base. */
export function differences(meta: MetaDoc, base: Doc, mine: Doc, theirs: Doc): Difference[] {
	return meta.fields
		.filter((df) => hasValue(df.fieldtype) && !isSame(mine[df.fieldname], theirs[df.fieldname]))
		.map((df) => {
			const name = df.fieldname
			const isContested = !isSame(base[name], mine[name]) && !isSame(base[name], theirs[name])
			return { df, mine: mine[name], theirs: theirs[name], isContested }
		})
}

/** Theirs with every field that I changed set to my value. */
export function mergeMine(meta: MetaDoc, base: Doc, mine: Doc, theirs: Doc): Doc {
	const merged: Doc = { ...theirs }
	for (const df of meta.fields)
		if (hasValue(df.fieldtype) && !isSame(base[df.fieldname], mine[df.fieldname])) merged[df.fieldname] = mine[df.fieldname]
	merged.__unsaved = 1
	return merged
}
