/** Decides how rows of child tables come, go and move; `idx` always follows the order on screen. */
import { defaultValue } from '@/meta/defaults'
import { hasValue } from '@/meta/fieldtypes'
import type { Doc, DocField, MetaDoc } from '@/meta/types'
import { boot } from '@/stores/boot'
import { locals } from './locals'

let counter = 0

export function rowsOf(doc: Doc, fieldname: string): Doc[] {
	if (!Array.isArray(doc[fieldname])) doc[fieldname] = []
	return doc[fieldname] as Doc[]
}

export function newRow(doc: Doc, df: DocField, meta: MetaDoc | undefined, values: Record<string, unknown> = {}): Doc {
	const doctype = String(df.options ?? '')
	const row: Doc = {
		doctype, name: `new-${doctype.toLowerCase().replaceAll(' ', '-')}-${Date.now().toString(36)}${++counter}`, docstatus: 0, __islocal: 1, __unsaved: 1,
		owner: boot.user.name, parent: doc.name, parenttype: doc.doctype, parentfield: df.fieldname, idx: 0,
	}
	const facts = { user: boot.user.name, userDefaults: {} }
	for (const child of meta?.fields ?? []) if (hasValue(child.fieldtype)) row[child.fieldname] = defaultValue(child, facts)
	return Object.assign(row, values)
}

export function insertRow(doc: Doc, fieldname: string, row: Doc, at?: number): Doc {
	const rows = rowsOf(doc, fieldname)
	rows.splice(at ?? rows.length, 0, row)
	renumber(rows)
	const placed = rows[at ?? rows.length - 1] as Doc
	;(locals[row.doctype] ??= {})[row.name] = placed
	return placed
}

export function dropRow(doc: Doc, fieldname: string, row: Pick<Doc, 'name'>): void {
	const rows = rowsOf(doc, fieldname)
	const at = rows.findIndex((candidate) => candidate.name === row.name)
	if (at < 0) return
	rows.splice(at, 1)
	renumber(rows)
}

export function moveRow(doc: Doc, fieldname: string, from: number, to: number): void {
	const rows = rowsOf(doc, fieldname)
	if (to < 0 || to >= rows.length) return
	const [row] = rows.splice(from, 1)
	if (row) rows.splice(to, 0, row)
	renumber(rows)
}

function renumber(rows: Doc[]): void {
	rows.forEach((row, i) => { row.idx = i + 1 })
}
