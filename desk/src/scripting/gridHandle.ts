/** What scripts hold as `frm.fields_dict.table.grid`. */
import type { FormController } from '@/form/controller'
import { dropRow, insertRow, newRow, rowsOf } from '@/form/rows'
import type { CustomButton, QueryFunction } from '@/form/state'
import type { Doc, DocField } from '@/meta/types'
import { metaOf } from '@/stores/meta'
import { ButtonHandle } from './buttonHandle'
import { MiniQuery } from './miniQuery'

export class GridHandle {
	constructor(private readonly form: FormController, readonly df: DocField) {}

	private get table(): string { return this.df.fieldname }
	private rows(): Doc[] { return rowsOf(this.form.doc, this.table) }
	get wrapper(): MiniQuery { return MiniQuery.from(`[data-form] [data-fieldname="${this.table}"]`) }
	get grid_rows(): GridRowHandle[] { return this.rows().map((row) => new GridRowHandle(this.form, row)) }
	get grid_rows_by_docname(): Record<string, GridRowHandle> { return Object.fromEntries(this.rows().map((row) => [row.name, new GridRowHandle(this.form, row)])) }
	get data(): Doc[] { return this.rows() }
	set cannot_add_rows(value: boolean) { this.rights({ cannotAdd: value }) }
	set cannot_delete_rows(value: boolean) { this.rights({ cannotDelete: value }) }
	private rights(change: { cannotAdd?: boolean; cannotDelete?: boolean }): void {
		const all = this.form.state.gridRights
		all[this.table] = { ...all[this.table], ...change }
	}
	get_row(key: number | string): GridRowHandle | undefined {
		const row = typeof key === 'number' ? this.rows()[key] : this.rows().find((candidate) => candidate.name === key)
		return row && new GridRowHandle(this.form, row)
	}
	add_new_row(index?: number): Doc {
		this.form.markDirty()
		return insertRow(this.form.doc, this.table, newRow(this.form.doc, this.df, metaOf(String(this.df.options))), index === undefined ? undefined : index - 1)
	}
	/** Scripts set `get_field(f).get_query = fn`. */
	get_field(fieldname: string) {
		const { form, table } = this
		return {
			df: this.get_docfield(fieldname),
			get get_query() { return form.queries.get(`${table}.${fieldname}`) },
			set get_query(query: QueryFunction | undefined) { if (query) form.queries.set(`${table}.${fieldname}`, query) },
		}
	}
	get_docfield(fieldname: string): DocField | undefined {
		const df = metaOf(String(this.df.options))?.fields.find((candidate) => candidate.fieldname === fieldname)
		return df && { ...df, ...this.form.state.gridOverrides[this.table]?.[fieldname] }
	}
	update_docfield_property(fieldname: string, property: string, value: unknown): void {
		const all = (this.form.state.gridOverrides[this.table] ??= {})
		all[fieldname] = { ...all[fieldname], [property]: value }
	}
	private each(names: string | string[], property: string, value: 0 | 1): void {
		for (const name of [names].flat()) this.update_docfield_property(name, property, value)
	}
	toggle_reqd(names: string | string[], on: boolean): void { this.each(names, 'reqd', on ? 1 : 0) }
	toggle_enable(names: string | string[], on: boolean): void { this.each(names, 'read_only', on ? 0 : 1) }
	toggle_display(names: string | string[], on: boolean): void { this.each(names, 'hidden', on ? 0 : 1) }
	set_column_disp(names: string | string[], on: boolean): void { this.toggle_display(names, on) }
	refresh(): void { this.form.state.refreshes += 1 }
	get_selected(): string[] { return this.form.state.selectedRows[this.table] ?? [] }
	get_selected_children(): Doc[] { return this.rows().filter((row) => this.get_selected().includes(row.name)) }
	add_custom_button(label: string, run: () => unknown): MiniQuery {
		this.form.state.gridButtons[this.table] ??= []
		return ButtonHandle.add(this.form.state.gridButtons[this.table] as CustomButton[], { label, run })
	}
	remove_all(): void {
		for (const row of [...this.rows()]) dropRow(this.form.doc, this.table, row)
		this.form.markDirty()
	}
}

export class GridRowHandle {
	constructor(private readonly form: FormController, readonly doc: Doc) {}
	private set(names: string | string[], property: string, value: 0 | 1): void {
		const all = (this.form.state.rowOverrides[this.doc.name] ??= {})
		for (const name of [names].flat()) all[name] = { ...all[name], [property]: value }
	}
	toggle_editable(names: string | string[], on: boolean): void { this.set(names, 'read_only', on ? 0 : 1) }
	toggle_reqd(names: string | string[], on: boolean): void { this.set(names, 'reqd', on ? 1 : 0) }
	toggle_display(names: string | string[], on: boolean): void { this.set(names, 'hidden', on ? 0 : 1) }
	refresh_field(): void { this.form.state.refreshes += 1 }
	refresh(): void { this.form.state.refreshes += 1 }
	remove(): void {
		dropRow(this.form.doc, String(this.doc.parentfield), this.doc)
		this.form.markDirty()
	}
}
