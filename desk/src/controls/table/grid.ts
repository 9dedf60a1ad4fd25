/** Decides a grid's columns and each cell's view. */
import { fieldView, type FieldView } from '@/meta/fieldPipeline'
import { DISPLAY_TYPES, TABLE_TYPES } from '@/meta/fieldtypes'
import { isSet, type Doc, type DocField, type MetaDoc } from '@/meta/types'
import { expressionGlobals } from '@/scripting/expressionGlobals'
import type { ControlContext } from '../types'

const OPEN_LEVELS = new Map([[0, { read: true, write: true }]])
const NEVER = new Set([...TABLE_TYPES, 'Text Editor', 'HTML Editor', 'Markdown Editor', 'Geolocation', 'Signature', 'HTML', 'Heading', 'Image', 'Section Break', 'Column Break', 'Tab Break', 'Fold'])

/** Columns chosen for the list view, else the first required ones, else the first few; at most what ten width units hold. */
export function gridColumns(meta: MetaDoc, ctx: ControlContext, rows: readonly Doc[]): DocField[] {
	const first = rows[0]
	const overrides = first ? (ctx.table?.rowOverrides(first) ?? {}) : {}
	const usable = meta.fields.map((df) => ({ ...df, ...overrides[df.fieldname] })).filter((df) => !NEVER.has(df.fieldtype) && !isSet(df.hidden))
	const chosen = usable.filter((df) => isSet(df.in_list_view))
	const list = chosen.length ? chosen : usable.filter((df) => isSet(df.reqd) || !DISPLAY_TYPES.has(df.fieldtype)).slice(0, 4)
	let room = 11
	return list.filter((df) => (room -= Number(df.columns) || 2) >= 0)
}

export function rowFieldView(df: DocField, row: Doc, ctx: ControlContext): FieldView {
	const field = { ...df, ...ctx.table?.rowOverrides(row)[df.fieldname] }
	// A submitted parent lends its table's right: the parent's pipeline has already decided whether the table is open.
	const view = fieldView(field, { fields: [field], doc: { ...row, docstatus: 0, __islocal: row.__islocal }, parent: ctx.doc, levels: OPEN_LEVELS, locked: ctx.readonly, context: { globals: expressionGlobals() } })
	return { ...view, df: field }
}
