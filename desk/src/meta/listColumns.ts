/** Decides which columns a list has, which filters stand above it and which columns its search box looks in. */
import { LONG_TEXT_TYPES, UNLISTABLE_TYPES, standardField } from './fieldtypes'
import { isSet, type DocField, type MetaDoc } from './types'

export interface ListColumn {
	fieldname: string
	label: string
	df: DocField
	/** The first column: opens the document. */
	isSubject: boolean
	align: 'left' | 'right'
}

const RIGHT_ALIGNED = new Set(['Int', 'Long Int', 'Float', 'Currency', 'Percent'])
const MAX_COLUMNS = 7

export function listColumns(meta: MetaDoc, chosen?: readonly string[]): ListColumn[] {
	const subject = subjectField(meta)
	const names = chosen?.length ? chosen : defaultColumns(meta, subject.fieldname)
	const rest = names
		.filter((name) => name !== subject.fieldname)
		.map((name) => findField(meta, name))
		.filter((df): df is DocField => df !== null)
	return [column(subject, true), ...rest.map((df) => column(df, false))]
}

function column(df: DocField, isSubject: boolean): ListColumn {
	const align = RIGHT_ALIGNED.has(df.fieldtype) ? 'right' : 'left'
	return { fieldname: df.fieldname, label: df.label ?? df.fieldname, df, isSubject, align }
}

export function subjectField(meta: MetaDoc): DocField {
	const title = meta.title_field && meta.fields.find((df) => df.fieldname === meta.title_field)
	return title || (standardField('name') as DocField)
}

function defaultColumns(meta: MetaDoc, subject: string): string[] {
	const stateField = workflowStateField(meta)
	const names = meta.fields
		.filter((df) => isSet(df.in_list_view) && !isSet(df.hidden) && !UNLISTABLE_TYPES.has(df.fieldtype))
		.map((df) => df.fieldname)
		.filter((name) => name !== subject && name !== stateField && name !== 'status')
	return names.slice(0, MAX_COLUMNS - 1)
}

export function findField(meta: MetaDoc, fieldname: string): DocField | null {
	return meta.fields.find((df) => df.fieldname === fieldname) ?? (standardField(fieldname) as DocField | null)
}

/** Every column a person may choose for list and report. */
export function choosableFields(meta: MetaDoc): DocField[] {
	const own = meta.fields.filter((df) => !UNLISTABLE_TYPES.has(df.fieldtype) && !isSet(df.report_hide) && !isSet(df.is_virtual))
	const standard = ['name', 'owner', 'creation', 'modified', 'modified_by', '_assign', '_user_tags']
	return [...own, ...standard.map((name) => standardField(name) as DocField)]
}

export function standardFilterFields(meta: MetaDoc): DocField[] {
	return meta.fields.filter(
		(df) => isSet(df.in_standard_filter) && !isSet(df.hidden) && !UNLISTABLE_TYPES.has(df.fieldtype) && !LONG_TEXT_TYPES.has(df.fieldtype),
	)
}

/** name, the title and the DocType's search fields: what the search box over a list looks in. */
export function searchedFields(meta: MetaDoc): string[] {
	const named = (meta.search_fields ?? '').split(',').map((name) => name.trim()).filter(Boolean)
	const all = ['name', ...(meta.title_field ? [meta.title_field] : []), ...named]
	return [...new Set(all)].filter((name) => name === 'name' || isSearchable(meta, name))
}

function isSearchable(meta: MetaDoc, name: string): boolean {
	const df = meta.fields.find((field) => field.fieldname === name)
	return df !== undefined && !UNLISTABLE_TYPES.has(df.fieldtype) && !['Int', 'Float', 'Currency', 'Check', 'Date', 'Datetime'].includes(df.fieldtype)
}

export function workflowStateField(meta: MetaDoc): string | null {
	return meta.__workflow_docs?.find((workflow) => isSet(workflow.is_active))?.workflow_state_field ?? null
}

/** Columns the indicator needs beside the shown ones. */
export function indicatorFields(meta: MetaDoc): string[] {
	const names = ['docstatus', workflowStateField(meta), 'status', 'enabled', 'disabled']
	return names.filter((name): name is string => !!name && (name === 'docstatus' || meta.fields.some((df) => df.fieldname === name)))
}
