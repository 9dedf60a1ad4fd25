/** Decides what a column of a report is: a field of the form, of one of its tables, or of a linked record. */
import { TABLE_TYPES } from '@/meta/fieldtypes'
import { choosableFields, findField } from '@/meta/listColumns'
import type { DocField, MetaDoc } from '@/meta/types'
import { metaOf } from '@/stores/meta'

/** A column of the report: a field of `doctype`; reached through `via` when it belongs to a linked record. */
export interface PickedColumn { fieldname: string; doctype: string; via?: string }

export function keyOf(picked: PickedColumn, meta: MetaDoc): string {
	if (picked.via) return `${picked.via}_${picked.fieldname}`
	return picked.doctype === meta.name ? picked.fieldname : `${picked.doctype}:${picked.fieldname}`
}

export function fieldOf(picked: PickedColumn, meta: MetaDoc): DocField {
	const owner = picked.doctype === meta.name && !picked.via ? meta : metaOf(picked.doctype)
	return (owner && findField(owner, picked.fieldname)) ?? { fieldname: picked.fieldname, fieldtype: 'Data', label: picked.fieldname }
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
