/** Decides what a Report view asks for: columns of the DocType, of links and of child tables, grouping and totals. */
import { column, type ListQuery } from '@/api/lists'
import type { FilterRow } from '@/meta/filters'
import { normalizeFilters } from '@/meta/filters'
import { SUMMED_TYPES, TABLE_TYPES } from '@/meta/fieldtypes'
import { choosableFields, findField, listColumns } from '@/meta/listColumns'
import type { Doc, DocField, MetaDoc } from '@/meta/types'
import { metaOf } from '@/stores/meta'

/** A column of the report: a field of `doctype`; reached through `via` when it belongs to a linked record. */
export interface PickedColumn { fieldname: string; doctype: string; via?: string }
export interface Grouping { by: string; doctype: string; function: 'count' | 'sum' | 'avg'; on?: string }
export interface ReportState {
	columns: PickedColumn[]
	filters: FilterRow[]
	sortBy: string
	sortOrder: 'asc' | 'desc'
	grouping: Grouping | null
	totals: boolean
	pageLength: number
	start: number
}

export interface ShownColumn { key: string; label: string; df: DocField; picked: PickedColumn | null }

export function startState(meta: MetaDoc): ReportState {
	const names = listColumns(meta).map((c) => c.fieldname)
	const columns = [...new Set(['name', ...names])].map((fieldname) => ({ fieldname, doctype: meta.name }))
	return { columns, filters: [], sortBy: 'modified', sortOrder: 'desc', grouping: null, totals: false, pageLength: 100, start: 0 }
}

export function keyOf(picked: PickedColumn, meta: MetaDoc): string {
	if (picked.via) return `${picked.via}_${picked.fieldname}`
	return picked.doctype === meta.name ? picked.fieldname : `${picked.doctype}:${picked.fieldname}`
}

export function fieldOf(picked: PickedColumn, meta: MetaDoc): DocField {
	const owner = picked.doctype === meta.name && !picked.via ? meta : metaOf(picked.doctype)
	return (owner && findField(owner, picked.fieldname)) ?? { fieldname: picked.fieldname, fieldtype: 'Data', label: picked.fieldname }
}

export function shownColumns(state: ReportState, meta: MetaDoc, translate: (text: unknown) => string): ShownColumn[] {
	if (state.grouping) return groupedColumns(state.grouping, meta, translate)
	return state.columns.map((picked) => {
		const df = fieldOf(picked, meta)
		const suffix = picked.doctype === meta.name && !picked.via ? '' : ` (${translate(picked.via ? (findField(meta, picked.via)?.label ?? picked.doctype) : picked.doctype)})`
		return { key: keyOf(picked, meta), label: translate(df.label ?? df.fieldname) + suffix, df, picked }
	})
}

function groupedColumns(grouping: Grouping, meta: MetaDoc, translate: (text: unknown) => string): ShownColumn[] {
	const by = fieldOf({ fieldname: grouping.by, doctype: grouping.doctype }, meta)
	const on = grouping.on ? findField(meta, grouping.on) : null
	const label = grouping.function === 'count' ? translate('Count') : `${translate(grouping.function === 'sum' ? 'Sum' : 'Average')}: ${translate(on?.label)}`
	const fieldtype = grouping.function === 'count' ? 'Int' : (on?.fieldtype ?? 'Float')
	return [
		{ key: grouping.by, label: translate(by.label), df: by, picked: null },
		{ key: '_aggregate_column', label, df: { fieldname: '_aggregate_column', fieldtype: fieldtype === 'Int' && grouping.function === 'avg' ? 'Float' : fieldtype }, picked: null },
	]
}

export function reportQuery(state: ReportState, meta: MetaDoc): ListQuery {
	const { grouping } = state
	const base = { doctype: meta.name, filters: state.filters, start: state.start, pageLength: state.pageLength, view: 'Report' }
	if (grouping) return { ...base, fields: [column(grouping.doctype, grouping.by)], groupBy: column(grouping.doctype, grouping.by), orderBy: '_aggregate_column desc', aggregate: { function: grouping.function, on: grouping.on ?? 'name', doctype: meta.name } }
	const fields = state.columns.map((picked) => select(picked, meta))
	if (!fields.includes(column(meta.name, 'name'))) fields.unshift(column(meta.name, 'name'))
	return { ...base, fields, orderBy: `${column(meta.name, state.sortBy)} ${state.sortOrder}` }
}

function select(picked: PickedColumn, meta: MetaDoc): string {
	if (picked.via) return `${picked.via}.${picked.fieldname} as ${picked.via}_${picked.fieldname}`
	return picked.doctype === meta.name ? column(meta.name, picked.fieldname) : `${column(picked.doctype, picked.fieldname)} as '${keyOf(picked, meta)}'`
}

export function totalRow(rows: readonly Doc[], columns: readonly ShownColumn[]): Record<string, number> {
	const summed = columns.filter(({ df }) => SUMMED_TYPES.has(df.fieldtype))
	return Object.fromEntries(summed.map(({ key }) => [key, rows.reduce((sum, row) => sum + Number(row[key] ?? 0), 0)]))
}

export interface ColumnGroup { label: string; doctype: string; via?: string; fields: DocField[] }

/** Everything that can be picked: own fields, fields of child tables, fields of linked records. */
export function pickable(meta: MetaDoc): ColumnGroup[] {
	const tables = meta.fields.filter((df) => TABLE_TYPES.has(df.fieldtype)).flatMap((df) => {
		const child = metaOf(String(df.options))
		return child ? [{ label: df.label ?? child.name, doctype: child.name, fields: choosableFields(child).filter((field) => child.fields.includes(field)) }] : []
	})
	const links = meta.fields.filter((df) => df.fieldtype === 'Link').flatMap((df) => {
		const linked = metaOf(String(df.options))
		return linked ? [{ label: df.label ?? linked.name, doctype: linked.name, via: df.fieldname, fields: choosableFields(linked).filter((field) => linked.fields.includes(field)) }] : []
	})
	return [{ label: meta.name, doctype: meta.name, fields: choosableFields(meta) }, ...tables, ...links]
}

interface SavedReport { fields?: [string, string][]; filters?: unknown; order_by?: string; add_totals_row?: unknown; page_length?: number; group_by?: { group_by?: string; aggregate_function?: string; aggregate_on?: string } | null }

export function toSaved(state: ReportState, meta: MetaDoc): string {
	const { grouping } = state
	const saved: SavedReport = {
		fields: state.columns.map((picked) => [picked.via ? `${picked.via}.${picked.fieldname}` : picked.fieldname, picked.via ? meta.name : picked.doctype]),
		filters: state.filters, order_by: `${column(meta.name, state.sortBy)} ${state.sortOrder}`, add_totals_row: state.totals ? 1 : 0, page_length: state.pageLength,
		group_by: grouping ? { group_by: column(grouping.doctype, grouping.by), aggregate_function: grouping.function, aggregate_on: grouping.on ? column(meta.name, grouping.on) : undefined } : null,
	}
	return JSON.stringify(saved)
}

const unquote = (text: string | undefined) => [...(text ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] as string)

export function fromSaved(text: string, meta: MetaDoc): ReportState {
	const saved = JSON.parse(text || '{}') as SavedReport
	const state = startState(meta)
	if (saved.fields?.length) state.columns = saved.fields.map(([field, doctype]) => {
		const [via, name] = field.split('.')
		return name && via ? { fieldname: name, via, doctype: String(findField(meta, via)?.options ?? doctype) } : { fieldname: field, doctype: doctype || meta.name }
	})
	state.filters = normalizeFilters(meta.name, saved.filters)
	state.totals = Boolean(saved.add_totals_row)
	state.pageLength = saved.page_length ?? 100
	const sort = unquote(saved.order_by)
	if (sort[1]) Object.assign(state, { sortBy: sort[1], sortOrder: /asc$/i.test(saved.order_by ?? '') ? 'asc' : 'desc' })
	const by = unquote(saved.group_by?.group_by)
	if (by[1]) state.grouping = { by: by[1], doctype: (by[0] ?? '').replace(/^tab/, ''), function: (saved.group_by?.aggregate_function ?? 'count') as Grouping['function'], on: unquote(saved.group_by?.aggregate_on)[1] }
	return state
}
