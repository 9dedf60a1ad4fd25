/** A DocType whose records are named by hand asks for the name of a new record as its first field. */
import { isNewDoc, type Doc, type DocField, type MetaDoc } from './types'

const NAME: DocField = { fieldname: '__newname', fieldtype: 'Data', label: 'Name', reqd: 1 }
const BREAKS = new Set(['Tab Break', 'Section Break', 'Column Break'])

export function askedFields(meta: MetaDoc, doc: Doc, label: string): DocField[] {
	if (!isNewDoc(doc) || String(meta.autoname ?? '').toLowerCase() !== 'prompt') return meta.fields
	const first = meta.fields.findIndex((df) => !BREAKS.has(df.fieldtype))
	const at = Math.max(first, 0)
	return [...meta.fields.slice(0, at), { ...NAME, label }, ...meta.fields.slice(at)]
}
