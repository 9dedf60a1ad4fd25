/** Decides the filter grammar of lists and reports: operators per fieldtype, rows and their URL form. */
import { NUMERIC_TYPES } from './fieldtypes'

export type FilterRow = [doctype: string, fieldname: string, operator: string, value: unknown]

export interface Operator { value: string; label: string; needsValue: boolean }

const OPERATORS: Operator[] = [
	{ value: '=', label: 'Equals', needsValue: true },
	{ value: '!=', label: 'Not Equals', needsValue: true },
	{ value: 'like', label: 'Contains', needsValue: true },
	{ value: 'not like', label: 'Does not contain', needsValue: true },
	{ value: 'in', label: 'One of', needsValue: true },
	{ value: 'not in', label: 'None of', needsValue: true },
	{ value: '>', label: 'Greater than', needsValue: true },
	{ value: '<', label: 'Less than', needsValue: true },
	{ value: '>=', label: 'At least', needsValue: true },
	{ value: '<=', label: 'At most', needsValue: true },
	{ value: 'Between', label: 'Between', needsValue: true },
	{ value: 'Timespan', label: 'In the period', needsValue: true },
	{ value: 'is', label: 'Is', needsValue: true },
]
const TEXTUAL = ['=', '!=', 'like', 'not like', 'in', 'not in', 'is']
const ORDERED = ['=', '!=', '>', '<', '>=', '<=', 'is']
const BY_TYPE: Record<string, string[]> = {
	Check: ['='],
	Date: ['Between', 'Timespan', '=', '!=', '>', '<', '>=', '<=', 'is'],
	Datetime: ['Between', 'Timespan', '>', '<', '>=', '<=', 'is'],
	Select: ['=', '!=', 'in', 'not in', 'is'],
	Link: ['=', '!=', 'like', 'not like', 'in', 'not in', 'is'],
}

export const TIMESPANS = [
	'today', 'yesterday', 'tomorrow', 'this week', 'last week', 'next week', 'this month', 'last month', 'next month',
	'this quarter', 'last quarter', 'this year', 'last year', 'last 7 days', 'last 30 days', 'last 90 days',
]

export function operatorsFor(fieldtype: string): Operator[] {
	const allowed = BY_TYPE[fieldtype] ?? (NUMERIC_TYPES.has(fieldtype) ? ORDERED : TEXTUAL)
	return allowed.map((value) => OPERATORS.find((operator) => operator.value === value) as Operator)
}

export function defaultOperator(fieldtype: string): string {
	if (['Data', 'Small Text', 'Text', 'Text Editor', 'Long Text', 'Read Only'].includes(fieldtype)) return 'like'
	return operatorsFor(fieldtype)[0]?.value ?? '='
}

/** What the server is sent: `like` gets its wildcards, lists are split. */
export function toServer([doctype, fieldname, operator, value]: FilterRow): FilterRow {
	if (operator.endsWith('like')) {
		const text = String(value ?? '')
		return [doctype, fieldname, operator, text.includes('%') ? text : `%${text}%`]
	}
	if ((operator === 'in' || operator === 'not in') && typeof value === 'string')
		return [doctype, fieldname, operator, value.split(',').map((item) => item.trim()).filter(Boolean)]
	return [doctype, fieldname, operator, value]
}

/** Filters in the address bar: ?status=Open or ?date=["Between",["2026-01-01","2026-02-01"]]. */
export function filtersFromQuery(doctype: string, query: Record<string, unknown>): FilterRow[] {
	return Object.entries(query).flatMap(([fieldname, raw]) => {
		// The language of the page travels in the same query.
		if (fieldname === '_lang') return []
		const text = Array.isArray(raw) ? String(raw[0]) : String(raw ?? '')
		const parsed = parseList(text)
		const row: FilterRow = parsed ? [doctype, fieldname, String(parsed[0]), parsed[1]] : [doctype, fieldname, '=', text]
		return [row]
	})
}

function parseList(text: string): unknown[] | null {
	if (!text.startsWith('[')) return null
	try {
		const value: unknown = JSON.parse(text)
		return Array.isArray(value) && value.length === 2 ? value : null
	} catch {
		return null
	}
}

/** Any shape that stock accepts, {f: v}, {f: [op, v]}, [[dt,f,op,v]], [[f,op,v]], as rows. */
export function normalizeFilters(doctype: string, filters: unknown): FilterRow[] {
	if (!filters) return []
	if (Array.isArray(filters))
		return filters.filter(Array.isArray).map((row): FilterRow => {
			if (row.length >= 4) return [String(row[0]), String(row[1]), String(row[2]), row[3]]
			if (row.length === 3) return [doctype, String(row[0]), String(row[1]), row[2]]
			return [doctype, String(row[0]), '=', row[1]]
		})
	return Object.entries(filters as Record<string, unknown>).map(([fieldname, value]): FilterRow =>
		Array.isArray(value) ? [doctype, fieldname, String(value[0]), value[1]] : [doctype, fieldname, '=', value],
	)
}
