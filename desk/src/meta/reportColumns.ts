/** Decides how columns and rows of query and script reports are read: dicts or "Label:Type/Options:Width". */
import { scrub } from './format/text'
import type { DocField } from './types'

export interface ReportColumn extends DocField { width: number }
export type ReportRow = Record<string, unknown>

const RIGHT = new Set(['Int', 'Float', 'Currency', 'Percent'])

export function reportColumn(column: unknown, index: number): ReportColumn {
	if (typeof column === 'string') return fromText(column, index)
	const given = (column ?? {}) as Record<string, unknown>
	const label = String(given.label ?? given.fieldname ?? '')
	return {
		...given,
		label,
		fieldname: String(given.fieldname || scrub(label) || `column_${index}`),
		fieldtype: String(given.fieldtype || 'Data'),
		width: Number.parseInt(String(given.width ?? ''), 10) || 140,
	}
}

function fromText(text: string, index: number): ReportColumn {
	const [label = '', type = 'Data', width = ''] = text.split(':')
	const [fieldtype = 'Data', options] = type.split('/')
	return { label, fieldname: scrub(label) || `column_${index}`, fieldtype: fieldtype || 'Data', options, width: Number.parseInt(width, 10) || 140 }
}

/** Rows as dicts; list rows follow the column order, the list at the end of a report with totals is the total row. */
export function reportRows(columns: readonly ReportColumn[], rows: readonly unknown[], hasTotal: boolean): { rows: ReportRow[]; total: ReportRow | null } {
	const dicts = rows.map((row) => (Array.isArray(row) ? fromList(columns, row) : { ...(row as ReportRow) }))
	const total = hasTotal && dicts.length > 0 ? (dicts.pop() as ReportRow) : null
	return { rows: dicts, total }
}

function fromList(columns: readonly ReportColumn[], row: readonly unknown[]): ReportRow {
	return Object.fromEntries(columns.map((column, i) => [column.fieldname, row[i]]))
}

export function isRightAligned(fieldtype: string): boolean {
	return RIGHT.has(fieldtype)
}

/** Indices of rows that a collapsed parent hides; depth comes from `indent`. */
export function hiddenByTree(rows: readonly ReportRow[], collapsed: ReadonlySet<number>): Set<number> {
	const hidden = new Set<number>()
	let limit: number | null = null
	rows.forEach((row, i) => {
		const indent = Number(row.indent ?? 0)
		if (limit !== null && indent > limit) return void hidden.add(i)
		limit = collapsed.has(i) ? indent : null
	})
	return hidden
}

export function hasChildren(rows: readonly ReportRow[], index: number): boolean {
	return Number(rows[index + 1]?.indent ?? 0) > Number(rows[index]?.indent ?? 0)
}
