/** frappe.model and frappe.meta of form scripts. */
import { xcall } from '@/api/client'
import { getDoc } from '@/api/forms'
import { addLocal, getLocal, locals, removeLocal } from '@/form/locals'
import { insertRow, newRow, rowsOf } from '@/form/rows'
import { copyDoc, newDoc } from '@/meta/defaults'
import { DISPLAY_TYPES, NUMERIC_TYPES, TABLE_TYPES } from '@/meta/fieldtypes'
import { roundTo } from '@/meta/format/number'
import { scrub, unscrub } from '@/meta/format/text'
import { isSet, type Doc, type DocField } from '@/meta/types'
import { boot, can, isSingle, isTree, type UserRight } from '@/stores/boot'
import { precisionOf } from '@/stores/format'
import { loadMeta, metaOf } from '@/stores/meta'
import { openForms } from './openForms'
import { setRoute } from './routing'

const facts = () => ({ user: boot.user.name, userDefaults: boot.user.defaults })

/** Sets a value wherever the document lives; on an open form its events run. */
async function setValue(doctype: string, name: string, field: string | Record<string, unknown>, value?: unknown): Promise<void> {
	const doc = getLocal(doctype, name)
	if (!doc) return
	const form = openForms.find((candidate) => candidate.doc === doc || candidate.doc.name === doc.parent)
	for (const [key, next] of Object.entries(typeof field === 'string' ? { [field]: value } : field)) {
		const table = form?.field(String(doc.parentfield ?? ''))
		if (!form) doc[key] = next
		else if (table && form.doc.name !== name) await form.setRowValue(table, doc, key, next)
		else await form.setValue(key, next)
	}
}

function getNewDoc(doctype: string): Doc {
	const meta = metaOf(doctype)
	if (!meta) throw new Error(`DocType ${doctype} is not loaded; call frappe.model.with_doctype first`)
	return addLocal(newDoc(meta, facts()))
}

async function withDoctype(doctype: string, callback?: () => void): Promise<void> {
	await loadMeta(doctype)
	callback?.()
}

async function withDoc(doctype: string, name: string, callback?: (name: string) => void): Promise<Doc | undefined> {
	await loadMeta(doctype)
	const known = getLocal(doctype, name) ?? (await getDoc(doctype, name)).doc
	if (!known) return undefined
	const doc = addLocal(known)
	callback?.(name)
	return doc
}

export async function openMapped(args: { method: string; frm?: { docname: string }; source_name?: string; args?: unknown }): Promise<void> {
	const doc = await xcall<Doc>('frappe.model.mapper.make_mapped_doc', { method: args.method, source_name: args.source_name ?? args.frm?.docname, args: args.args })
	await loadMeta(doc.doctype)
	addLocal({ ...doc, name: doc.name || getNewDoc(doc.doctype).name, __islocal: 1, __unsaved: 1 })
	await setRoute('Form', doc.doctype, doc.name)
}

function addChild(doc: Doc, doctypeOrField: string, field?: string): Doc {
	const table = field ?? doctypeOrField
	const df = metaOf(doc.doctype)?.fields.find((candidate) => candidate.fieldname === table) as DocField
	return insertRow(doc, table, newRow(doc, df, metaOf(String(df?.options))))
}

const canDo = (right: UserRight) => (doctype: string) => can(right, doctype)

export const frappeModel = {
	set_value: setValue,
	get_value(doctype: string, name: string, field: string, callback?: (message: unknown) => void) {
		const local = getLocal(doctype, name)?.[field]
		if (!callback) return local
		return xcall('frappe.client.get_value', { doctype, filters: { name }, fieldname: field }).then(callback)
	},
	get_doc: getLocal,
	get_list: (doctype: string) => Object.values(locals[doctype] ?? {}),
	get_children: (doc: Doc, field: string) => rowsOf(doc, field),
	add_child: addChild,
	clear_table: (doc: Doc, field: string) => { doc[field] = [] },
	clear_doc: removeLocal,
	remove_from_locals: removeLocal,
	sync: (docs: Doc | Doc[]) => [docs].flat().forEach((doc) => addLocal(doc)),
	with_doc: withDoc, with_doctype: withDoctype, get_new_doc: getNewDoc,
	copy_doc(doc: Doc) {
		const meta = metaOf(doc.doctype)
		return meta && addLocal(copyDoc(doc, meta, metaOf, facts()))
	},
	open_mapped_doc: openMapped,
	delete_doc: (doctype: string, name: string) => xcall('frappe.client.delete', { doctype, name }),
	can_create: canDo('create'), can_read: canDo('read'), can_write: canDo('write'), can_delete: canDo('delete'), can_submit: canDo('submit'),
	can_cancel: canDo('cancel'), can_export: canDo('export'), can_print: canDo('print'), can_select: canDo('select'), can_import: canDo('import'),
	has_workflow: (doctype: string) => Boolean(metaOf(doctype)?.__workflow_docs?.length),
	is_submittable: (doctype: string) => isSet(metaOf(doctype)?.is_submittable),
	is_single: isSingle, is_tree: isTree, is_table: (doctype: string) => isSet(metaOf(doctype)?.istable),
	is_new: (doc: Doc) => isSet(doc.__islocal),
	round_floats_in(doc: Doc, fields?: string[]) {
		for (const df of metaOf(doc.doctype)?.fields ?? [])
			if (['Float', 'Currency', 'Percent'].includes(df.fieldtype) && (!fields || fields.includes(df.fieldname))) doc[df.fieldname] = roundTo(Number(doc[df.fieldname] ?? 0), precisionOf(df))
	},
	no_value_type: [...DISPLAY_TYPES], table_fields: [...TABLE_TYPES], numeric_fieldtypes: [...NUMERIC_TYPES],
	scrub, unscrub,
	user_settings: {
		get: (doctype: string) => xcall('frappe.model.utils.user_settings.get', { doctype }),
		save: (doctype: string, key: string, value: unknown) => xcall('frappe.model.utils.user_settings.save', { doctype, user_settings: JSON.stringify({ [key]: value }) }),
	},
}

export const frappeMeta = {
	get_docfield: (doctype: string, fieldname: string) => metaOf(doctype)?.fields.find((df) => df.fieldname === fieldname),
	get_docfields: (doctype: string) => metaOf(doctype)?.fields ?? [],
	has_field: (doctype: string, fieldname: string) => Boolean(metaOf(doctype)?.fields.some((df) => df.fieldname === fieldname)),
	get_label: (doctype: string, fieldname: string) => metaOf(doctype)?.fields.find((df) => df.fieldname === fieldname)?.label ?? fieldname,
	get_field_precision: (df: DocField) => precisionOf(df),
}
