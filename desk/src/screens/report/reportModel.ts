/** Decides what a Report view asks for and what a Report record keeps of it: columns, filters, order, groups, chart. */
import { column, type ListQuery } from '@/api/lists'
import { normalizeFilters, toServer, type FilterRow } from '@/meta/filters'
import { SUMMED_TYPES } from '@/meta/fieldtypes'
import { findField, listColumns } from '@/meta/listColumns'
import type { Doc, DocField, MetaDoc } from '@/meta/types'
import { fieldOf, keyOf, type PickedColumn } from './columns'
import { fromGroupBy, fromSavedSummary, toGroupBy, toSavedSummary, type SavedGroupBy, type SavedSummary, type Summary } from './summaryModel'

export interface ReportState {
	columns: PickedColumn[]
	filters: FilterRow[]
	sortBy: string
	sortOrder: 'asc' | 'desc'
	summary: Summary | null
	/** Type of the chart above the groups; '' without one. */
	chart: string
	totals: boolean
	pageLength: number
	start: number
}

export interface ShownColumn { key: string; label: string; df: DocField; picked: PickedColumn }

export function startState(meta: MetaDoc): ReportState {
	const names = listColumns(meta).map((c) => c.fieldname)
	const columns = [...new Set(['name', ...names])].map((fieldname) => ({ fieldname, doctype: meta.name }))
	return { columns, filters: [], sortBy: 'modified', sortOrder: 'desc', summary: null, chart: '', totals: false, pageLength: 100, start: 0 }
}

export function shownColumns(state: ReportState, meta: MetaDoc, translate: (text: unknown) => string): ShownColumn[] {
	return state.columns.map((picked) => {
		const df = fieldOf(picked, meta)
		const suffix = picked.doctype === meta.name && !picked.via ? '' : ` (${translate(picked.via ? (findField(meta, picked.via)?.label ?? picked.doctype) : picked.doctype)})`
		return { key: keyOf(picked, meta), label: translate(df.label ?? df.fieldname) + suffix, df, picked }
	})
}

/** One page of the plain list. */
export function reportQuery(state: ReportState, meta: MetaDoc): ListQuery {
	const fields = state.columns.map((picked) => select(picked, meta))
	if (!fields.includes(column(meta.name, 'name'))) fields.unshift(column(meta.name, 'name'))
	return { doctype: meta.name, fields, filters: state.filters, orderBy: orderBy(state, meta), start: state.start, pageLength: state.pageLength, view: 'Report' }
}

const orderBy = (state: ReportState, meta: MetaDoc) => `${column(meta.name, state.sortBy)} ${state.sortOrder}`

function select(picked: PickedColumn, meta: MetaDoc): string {
	if (picked.via) return `${picked.via}.${picked.fieldname} as ${picked.via}_${picked.fieldname}`
	return picked.doctype === meta.name ? column(meta.name, picked.fieldname) : `${column(picked.doctype, picked.fieldname)} as '${keyOf(picked, meta)}'`
}

export function totalRow(rows: readonly Doc[], columns: readonly ShownColumn[]): Record<string, number> {
	const summed = columns.filter(({ df }) => SUMMED_TYPES.has(df.fieldtype))
	return Object.fromEntries(summed.map(({ key }) => [key, rows.reduce((sum, row) => sum + Number(row[key] ?? 0), 0)]))
}

// as a Report keeps it ---------------------------------------------------------------------------------

type SavedColumn = [field: string, doctype: string]
export interface SavedReport {
	fields?: SavedColumn[]
	/** The plain list's columns, where `fields` are those of the groups. */
	list_fields?: SavedColumn[]
	filters?: unknown
	order_by?: string
	add_totals_row?: unknown
	page_length?: number
	group_by?: SavedGroupBy | null
	summary?: SavedSummary | null
	chart_args?: { chart_type?: string; x_axis?: string; y_axes?: string[] } | null
}

export function settingsOf(state: ReportState, meta: MetaDoc): SavedReport {
	const listed = state.columns.map((picked): SavedColumn => [picked.via ? `${picked.via}.${picked.fieldname}` : picked.fieldname, picked.via ? meta.name : picked.doctype])
	const groupBy = state.summary ? toGroupBy(state.summary, meta) : null
	const first = state.summary?.rows[0]
	return {
		// With group_by, the fields are the group and its figure: so the older desk reads it too.
		fields: groupBy && first ? [[first.fieldname, first.doctype], ['_aggregate_column', meta.name]] : listed,
		...(groupBy ? { list_fields: listed } : {}),
		filters: state.filters.map(toServer), order_by: orderBy(state, meta), add_totals_row: state.totals ? 1 : 0, page_length: state.pageLength,
		group_by: groupBy,
		summary: state.summary ? toSavedSummary(state.summary, meta) : null,
		chart_args: state.chart && first ? { chart_type: state.chart, x_axis: keyOf(first, meta), y_axes: ['_aggregate_column'] } : null,
	}
}

export const toSaved = (state: ReportState, meta: MetaDoc) => JSON.stringify(settingsOf(state, meta))

export function fromSaved(text: string, meta: MetaDoc): ReportState {
	const saved = JSON.parse(text || '{}') as SavedReport
	const state = startState(meta)
	const fields = (saved.list_fields ?? saved.fields ?? []).filter(([field]) => field !== '_aggregate_column')
	if (fields.length) state.columns = fields.map(([field, doctype]) => {
		const [via, name] = field.split('.')
		return name && via ? { fieldname: name, via, doctype: String(findField(meta, via)?.options ?? doctype) } : { fieldname: field, doctype: doctype || meta.name }
	})
	state.filters = normalizeFilters(meta.name, saved.filters).map(fromServer)
	state.totals = Boolean(Number(saved.add_totals_row ?? 0))
	state.pageLength = saved.page_length || 100
	const sort = [...(saved.order_by ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] as string)
	if (sort[1]) Object.assign(state, { sortBy: sort[1], sortOrder: /asc$/i.test(saved.order_by ?? '') ? 'asc' : 'desc' })
	state.summary = saved.summary ? fromSavedSummary(saved.summary, meta) : saved.group_by ? fromGroupBy(saved.group_by, meta) : null
	state.chart = saved.chart_args?.chart_type?.toLowerCase() ?? ''
	return state
}

/** The server's wildcards of "contains" are not shown. */
function fromServer(row: FilterRow): FilterRow {
	const [doctype, field, operator, value] = row
	const text = String(value ?? '')
	return operator.endsWith('like') && /^%[^%]*%$/.test(text) ? [doctype, field, operator, text.slice(1, -1)] : row
}
