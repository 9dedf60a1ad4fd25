/** Decides what the import and export screens offer: fields by table, what is chosen at first, which step is open. */
import { __ } from '@/i18n'
import { DISPLAY_TYPES, TABLE_TYPES } from '@/meta/fieldtypes'
import { isSet, type DocField, type MetaDoc } from '@/meta/types'

export type ImportType = 'Insert New Records' | 'Update Existing Records'
export const INSERT: ImportType = 'Insert New Records'
export const UPDATE: ImportType = 'Update Existing Records'

export interface FieldChoice { fieldname: string; label: string; required: boolean }
/** `key` is the DocType for its own fields, the table's fieldname for rows: what the server calls `export_fields`. */
export interface FieldGroup { key: string; label: string; fields: FieldChoice[] }
export type Chosen = Record<string, string[]>

const isValue = (df: DocField) => !DISPLAY_TYPES.has(df.fieldtype) && !TABLE_TYPES.has(df.fieldtype)
const isOffered = (df: DocField) => isValue(df) && !!df.label && !isSet(df.hidden) && !isSet(df.is_virtual)

export function fieldGroups(meta: MetaDoc, metaOf: (doctype: string) => MetaDoc | undefined): FieldGroup[] {
	const tables = meta.fields.filter((df) => TABLE_TYPES.has(df.fieldtype) && !isSet(df.hidden))
	return [
		{ key: meta.name, label: __(meta.name), fields: choices(meta) },
		...tables.flatMap((df) => {
			const child = metaOf(String(df.options))
			return child ? [{ key: df.fieldname, label: __(df.label), fields: choices(child) }] : []
		}),
	]
}

function choices(meta: MetaDoc): FieldChoice[] {
	const id = { fieldname: 'name', label: __('ID'), required: false }
	return [id, ...meta.fields.filter(isOffered).map((df) => ({ fieldname: df.fieldname, label: __(df.label), required: isSet(df.reqd) }))]
}

/** A new file needs no ID and asks for what people write; a change needs the ID of the record and of its rows. */
export function firstChoice(groups: FieldGroup[], meta: MetaDoc, type: ImportType): Chosen {
	const written = new Set(meta.fields.filter((df) => isSet(df.reqd) || (!isSet(df.read_only) && isOffered(df))).map((df) => df.fieldname))
	return Object.fromEntries(groups.map((group, index) => {
		const names = group.fields.map((field) => field.fieldname)
		const wanted = names.filter((name) => (name === 'name' ? type === UPDATE || (index === 0 && meta.autoname === 'prompt') : index > 0 || written.has(name)))
		return [group.key, wanted]
	}))
}

export function everything(groups: FieldGroup[]): Chosen {
	return Object.fromEntries(groups.map((group) => [group.key, group.fields.map((field) => field.fieldname)]))
}

export function toggled(chosen: Chosen, key: string, fieldname: string, groups: FieldGroup[]): Chosen {
	const own = chosen[key] ?? []
	const next = new Set(own.includes(fieldname) ? own.filter((name) => name !== fieldname) : [...own, fieldname])
	const order = groups.find((group) => group.key === key)?.fields.map((field) => field.fieldname) ?? []
	return { ...chosen, [key]: order.filter((name) => next.has(name)) }
}

/** Groups without a field are left out: a table with none is not exported. */
export function exportFields(chosen: Chosen): Chosen {
	return Object.fromEntries(Object.entries(chosen).filter(([, names]) => names.length))
}

export const countChosen = (chosen: Chosen) => Object.values(chosen).reduce((sum, names) => sum + names.length, 0)

export interface ReviewColumn { index: number; title: string; field: string | null; is_id: boolean; notes: string[]; samples: string[] }
export interface Problem { row: number | null; column: string; value: string; message: string; remedy: string; stops: boolean }
export interface Review {
	columns: ReviewColumn[]
	fields: { value: string; label: string; group: string }[]
	lines: (string | number)[][]
	records: number
	refused: number
	problem_count: number
	problems: Problem[]
	hints: string[]
	blocks: boolean
	held_up: boolean
}
export interface Progress { status: string; is_running: boolean; total: number; success: number; failed: number; blocked: boolean; refused: { row: number | null; message: string }[] }
export interface ImportDoc { doctype: string; name: string; reference_doctype: string; import_type: ImportType; import_file?: string | null; template_options?: string | null; status: string; payload_count?: number; submit_after_import?: unknown; mute_emails?: unknown; creation?: string }

export const LEFT_OUT = "Don't Import"
export interface TemplateOptions { column_to_field_map: Record<string, string>; skip_errored_rows?: 0 | 1 }

export function readOptions(text: string | null | undefined): TemplateOptions {
	const parsed: unknown = text ? JSON.parse(text) : {}
	const given = (parsed && typeof parsed === 'object' ? parsed : {}) as Partial<TemplateOptions>
	return { ...given, column_to_field_map: { ...given.column_to_field_map } }
}

/** The mapping after a person chose a field, or nothing, for a column. */
export function mapped(options: TemplateOptions, index: number, field: string): TemplateOptions {
	return { ...options, column_to_field_map: { ...options.column_to_field_map, [String(index)]: field || LEFT_OUT } }
}

export type Step = 'file' | 'check' | 'run'

export function stepOf(doc: ImportDoc | null, progress: Progress | null): Step {
	if (!doc?.import_file) return 'file'
	if (!progress) return 'check'
	return progress.is_running || progress.success + progress.failed > 0 || !['', 'Pending'].includes(doc.status) ? 'run' : 'check'
}

export const percent = (progress: Progress) => (progress.total ? Math.min(100, Math.round(((progress.success + progress.failed) / progress.total) * 100)) : 0)

/** How many records go in when the wrong ones are left out. */
export const importable = (review: Review) => (review.blocks ? 0 : review.records - review.refused)
