/** What a table control may do to the form it sits in, with the row events of stock Frappe v15 in their order. */
import type { TableServices } from '@/controls/types'
import { isSet, type DocField } from '@/meta/types'
import { metaOf } from '@/stores/meta'
import type { FormController } from './controller'
import { dropRow, insertRow, moveRow, newRow } from './rows'

export function tableServices(form: FormController, df: DocField): TableServices {
	const table = df.fieldname
	const changed = (event: string, doctype: string, name: string) => {
		form.markDirty()
		delete form.state.errors[table]
		void form.trigger(event, doctype, name)
	}
	return {
		addRow(values, at) {
			const row = insertRow(form.doc, table, newRow(form.doc, df, metaOf(String(df.options)), values), at)
			changed(`${table}_add`, row.doctype, row.name)
			return row
		},
		async removeRow(row) {
			await form.trigger(`before_${table}_remove`, row.doctype, row.name)
			dropRow(form.doc, table, row)
			changed(`${table}_remove`, row.doctype, row.name)
			void form.trigger(`${table}_delete`, row.doctype, row.name)
		},
		moveRow(from, to) {
			moveRow(form.doc, table, from, to)
			changed(`${table}_move`, form.meta.name, form.doc.name)
		},
		setRowValue: (row, fieldname, value) => void form.setRowValue(df, row, fieldname, value),
		rowOverrides: (row) => ({ ...form.state.gridOverrides[table], ...form.state.rowOverrides[row.name] }),
		rowQuery: (row, fieldname) => form.queries.get(`${table}.${fieldname}`)?.(form.doc, row.doctype, row.name),
		rowError: (row, fieldname) => form.state.rowErrors[row.name]?.[fieldname],
		formRender: (row) => void form.trigger('form_render', row.doctype, row.name),
		canAdd: !form.state.gridRights[table]?.cannotAdd && !isSet(df.cannot_add_rows),
		canRemove: !form.state.gridRights[table]?.cannotDelete && !isSet(df.cannot_delete_rows),
		customButtons: (form.state.gridButtons[table] ?? []).map(({ label, run }) => ({ label, run })),
	}
}
