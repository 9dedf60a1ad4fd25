/** Decides how a report is summarised: groups down, one across, the figures; as people pick it and as a Report keeps it. */
import { column } from '@/api/lists'
import { NUMERIC_TYPES } from '@/meta/fieldtypes'
import type { DocField, MetaDoc } from '@/meta/types'
import { fieldOf, pickable, type PickedColumn } from './columns'

export type DatePart = '' | 'year' | 'quarter' | 'month'
export interface GroupPick extends PickedColumn { part: DatePart }
export type Figure = 'count' | 'sum' | 'avg' | 'min' | 'max'
export interface ValuePick { figure: Figure; on: PickedColumn | null }
export interface Summary { rows: GroupPick[]; across: GroupPick | null; values: ValuePick[] }

export const FIGURES: { value: Figure; label: string }[] = [
	{ value: 'count', label: 'Number of records' },
	{ value: 'sum', label: 'Sum' },
	{ value: 'avg', label: 'Average' },
	{ value: 'min', label: 'Lowest' },
	{ value: 'max', label: 'Highest' },
]
export const PARTS: { value: DatePart; label: string }[] = [
	{ value: 'month', label: 'by month' },
	{ value: 'quarter', label: 'by quarter' },
	{ value: 'year', label: 'by year' },
	{ value: '', label: 'by day' },
]
export const MOST_GROUPS = 3
export const MOST_VALUES = 6
const GROUPED = new Set(['Select', 'Link', 'Dynamic Link', 'Data', 'Check', 'Date', 'Datetime', 'Rating', 'Autocomplete', 'Read Only', 'Small Text', 'Int'])
const DATES = new Set(['Date', 'Datetime'])

export const isDate = (df: DocField) => DATES.has(df.fieldtype)

export interface FieldChoice { key: string; label: string; df: DocField; picked: PickedColumn }
export interface ChoiceGroup { label: string; choices: FieldChoice[] }

export const choiceKey = (picked: PickedColumn) => `${picked.via ?? ''}|${picked.doctype}|${picked.fieldname}`

function choices(meta: MetaDoc, suits: (df: DocField) => boolean): ChoiceGroup[] {
	return pickable(meta)
		.map((group) => ({
			label: group.label,
			choices: group.fields.filter(suits).map((df) => {
				const picked = { fieldname: df.fieldname, doctype: group.doctype, via: group.via }
				return { key: choiceKey(picked), label: df.label ?? df.fieldname, df, picked }
			}),
		}))
		.filter((group) => group.choices.length > 0)
}

/** Fields that make groups; names of records would make a group of each. */
export const groupChoices = (meta: MetaDoc) => choices(meta, (df) => GROUPED.has(df.fieldtype) && df.fieldname !== 'name')
export const numberChoices = (meta: MetaDoc) => choices(meta, (df) => NUMERIC_TYPES.has(df.fieldtype))

export function groupOf(picked: PickedColumn, meta: MetaDoc, part?: DatePart): GroupPick {
	return { ...picked, part: isDate(fieldOf(picked, meta)) ? (part ?? 'month') : '' }
}

/** A summary that can be asked for: without empty places, each field once. */
export function isComplete(summary: Summary): boolean {
	const groups = [...summary.rows, ...(summary.across ? [summary.across] : [])]
	const keys = groups.map((group) => choiceKey(group) + group.part)
	return groups.length > 0 && new Set(keys).size === keys.length && summary.values.length > 0 && summary.values.every((value) => value.figure === 'count' || value.on !== null)
}

// as a Report keeps it ---------------------------------------------------------------------------------

interface SavedField { field: string; doctype?: string }
interface SavedGroup extends SavedField { part?: string }
interface SavedValue { function: string; field?: string; doctype?: string }
export interface SavedSummary { rows?: SavedGroup[]; across?: SavedGroup | null; values?: SavedValue[] }
export interface SavedGroupBy { group_by?: string; aggregate_function?: string; aggregate_on?: string }

function savedField(picked: PickedColumn, meta: MetaDoc): SavedField {
	if (picked.via) return { field: `${picked.via}.${picked.fieldname}` }
	return picked.doctype === meta.name ? { field: picked.fieldname } : { field: picked.fieldname, doctype: picked.doctype }
}

export function toSavedSummary(summary: Summary, meta: MetaDoc): SavedSummary {
	const group = (given: GroupPick): SavedGroup => ({ ...savedField(given, meta), ...(given.part ? { part: given.part } : {}) })
	return {
		rows: summary.rows.map(group),
		across: summary.across ? group(summary.across) : null,
		values: summary.values.map((value) => ({ function: value.figure, ...(value.on ? savedField(value.on, meta) : {}) })),
	}
}

/** What the older form of the report can say of it: one field, one figure; null for more. */
export function toGroupBy(summary: Summary, meta: MetaDoc): SavedGroupBy | null {
	const [by, ...more] = summary.rows
	const [value, ...others] = summary.values
	if (!by || !value || more.length || others.length || summary.across || by.part || by.via || value.on?.via || !['count', 'sum', 'avg'].includes(value.figure)) return null
	return { group_by: column(by.doctype, by.fieldname), aggregate_function: value.figure, aggregate_on: value.on ? column(value.on.doctype, value.on.fieldname) : column(meta.name, 'name') }
}

export function fromSavedSummary(saved: SavedSummary, meta: MetaDoc): Summary {
	const group = (given: SavedGroup): GroupPick => ({ ...readField(given, meta), part: (given.part ?? '') as DatePart })
	return {
		rows: (saved.rows ?? []).map(group),
		across: saved.across ? group(saved.across) : null,
		values: (saved.values ?? [{ function: 'count' }]).map((value) => ({ figure: value.function as Figure, on: value.field ? readField({ field: value.field, doctype: value.doctype }, meta) : null })),
	}
}

export function fromGroupBy(saved: SavedGroupBy, meta: MetaDoc): Summary | null {
	const by = place(saved.group_by, meta)
	if (!by) return null
	const figure = (saved.aggregate_function ?? 'count') as Figure
	return { rows: [{ ...by, part: '' }], across: null, values: [{ figure, on: figure === 'count' ? null : place(saved.aggregate_on, meta) }] }
}

function readField(given: SavedField, meta: MetaDoc): PickedColumn {
	const [via, name] = given.field.split('.')
	if (!name || !via) return { fieldname: given.field, doctype: given.doctype || meta.name }
	const link = meta.fields.find((df) => df.fieldname === via)
	return { fieldname: name, via, doctype: String(link?.options ?? given.doctype ?? meta.name) }
}

/** "`tabDoc Type`.`field`" or a plain fieldname. */
function place(text: string | undefined, meta: MetaDoc): PickedColumn | null {
	if (!text) return null
	const [table, name] = [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] as string)
	return name ? { fieldname: name, doctype: (table ?? '').replace(/^tab/, '') } : { fieldname: text.replaceAll('`', ''), doctype: meta.name }
}

/** The groups in words, for the button that changes them. */
export function summaryWords(summary: Summary, meta: MetaDoc, translate: (text: unknown) => string): string {
	const names = [...summary.rows, ...(summary.across ? [summary.across] : [])].map((group) => translate(fieldOf(group, meta).label ?? group.fieldname))
	return names.join(' × ')
}
