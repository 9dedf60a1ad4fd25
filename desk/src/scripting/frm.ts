/** The `frm` that form scripts get: the most used names of stock Frappe v15 over a FormController. */
import type { FormController } from '@/form/controller'
import { runDocMethod } from '@/api/forms'
import { dropRow, insertRow, newRow, rowsOf } from '@/form/rows'
import { saveForm, scrollToField } from '@/form/save'
import type { QueryFunction } from '@/form/state'
import { isNewDoc, isSet, type Doc, type DocField } from '@/meta/types'
import { metaOf } from '@/stores/meta'
import { formatValue } from '@/stores/format'
import { ButtonHandle } from './buttonHandle'
import { frappeCall, type CallArguments } from './call'
import { createDashboard, createPage, noteTone } from './dashboard'
import { FieldHandle } from './fieldHandle'
import { MiniQuery } from './miniQuery'
import { setRoute } from './routing'
import { handlersOf, eventNames } from './events'

const list = (names: string | string[]) => [names].flat()

/** One facade per form; properties that change (doc, docname) are read from the controller each time. */
export class Frm {
	readonly cscript: Record<string, unknown> = {}
	readonly dashboard
	readonly page
	readonly fields_dict: Record<string, FieldHandle>
	readonly doctype: string
	selected_workflow_action = ''
	ignore_doctypes_on_cancel_all: string[] = [];
	/** Scripts keep their own values on frm. */
	[own: string]: unknown

	constructor(readonly controller: FormController) {
		this.doctype = controller.meta.name
		this.dashboard = createDashboard(controller)
		this.page = createPage(controller)
		this.fields_dict = Object.fromEntries(controller.meta.fields.map((df) => [df.fieldname, new FieldHandle(controller, df.fieldname)]))
	}

	get doc(): Doc { return this.controller.doc }
	get docname(): string { return this.controller.doc.name }
	get meta() { return this.controller.meta }
	get fields(): FieldHandle[] { return Object.values(this.fields_dict) }
	get perm() { return [...this.controller.levels()].reduce<Record<number, unknown>>((all, [level, access]) => ({ ...all, [level]: { ...this.controller.state.rights, ...access } }), {}) }
	get wrapper(): MiniQuery { return MiniQuery.from('[data-form]') }
	get events(): Record<string, () => unknown> { return Object.fromEntries(eventNames(this.doctype).map((name) => [name, (...args: unknown[]) => handlersOf(this.doctype, name).map((fn) => fn(this, ...(args as [string, string])))])) }
	get attachments() { return { get_attachments: () => this.controller.state.docinfo.attachments ?? [] } }
	get timeline() { return { refresh: () => void this.controller.reloadInfo() } }
	get toolbar() { return { refresh: () => this.refresh_fields() } }
	get script_manager() { return { trigger: (event: string, cdt?: string, cdn?: string) => this.trigger(event, cdt, cdn) } }

	is_new(): boolean { return isNewDoc(this.doc) }
	is_dirty(): boolean { return this.controller.state.dirty }
	dirty(): void { this.controller.markDirty() }
	get_title(): string { return this.controller.title }
	get_doc(): Doc { return this.doc }
	has_perm(right: string): boolean { return isSet((this.controller.state.rights as Record<string, unknown>)[right]) }
	get_perm(level: number, right: 'read' | 'write'): boolean { return this.controller.levels().get(level)?.[right] ?? false }
	get_field(name: string): FieldHandle | undefined { return this.fields_dict[name] }
	get_docfield(name: string, child?: string): DocField | undefined {
		return child ? this.fields_dict[name]?.grid?.get_docfield(child) : this.fields_dict[name]?.df
	}
	get_formatted(name: string): string { return formatValue(this.doc[name], this.controller.field(name) ?? { fieldtype: 'Data' }, this.doc) }
	get_files() { return this.controller.state.docinfo.attachments ?? [] }
	get_sum(table: string, field: string): number { return rowsOf(this.doc, table).reduce((sum, row) => sum + Number(row[field] ?? 0), 0) }
	get_selected(): Record<string, string[]> { return Object.fromEntries(Object.entries(this.controller.state.selectedRows).filter(([, names]) => names.length)) }

	async set_value(field: string | Record<string, unknown>, value?: unknown, ifMissing?: boolean): Promise<void> {
		const pairs = typeof field === 'string' ? { [field]: value } : field
		for (const [name, next] of Object.entries(pairs)) {
			if ((ifMissing && this.doc[name]) || this.doc[name] === next) continue
			const df = this.controller.field(name)
			if (df?.fieldtype === 'Table' && Array.isArray(next)) this.replaceTable(name, next as Record<string, unknown>[])
			else await this.controller.setValue(name, next)
		}
	}
	private replaceTable(name: string, rows: Record<string, unknown>[]): void {
		this.clear_table(name)
		for (const row of rows) this.add_child(name, row)
		this.controller.markDirty()
	}
	add_child(table: string, values: Record<string, unknown> = {}): Doc | undefined {
		const df = this.controller.field(table)
		return df && insertRow(this.doc, table, newRow(this.doc, df, metaOf(String(df.options)), values))
	}
	clear_table(table: string): void { for (const row of [...rowsOf(this.doc, table)]) dropRow(this.doc, table, row) }
	update_in_all_rows(table: string, field: string, value: unknown): void { for (const row of rowsOf(this.doc, table)) if (!row[field]) row[field] = value }
	set_df_property(name: string, property: string, value: unknown, _docname?: string, tableField?: string, rowName?: string): void {
		const { state } = this.controller
		if (tableField && rowName) state.rowOverrides[rowName] = { ...state.rowOverrides[rowName], [tableField]: { ...state.rowOverrides[rowName]?.[tableField], [property]: value } }
		else if (tableField) this.fields_dict[name]?.grid?.update_docfield_property(tableField, property, value)
		else state.overrides[name] = { ...state.overrides[name], [property]: value }
	}
	private toggle(names: string | string[], property: string, value: 0 | 1): void { for (const name of list(names)) this.set_df_property(name, property, value) }
	toggle_display(names: string | string[], on: unknown): void { this.toggle(names, 'hidden', on ? 0 : 1) }
	toggle_enable(names: string | string[], on: unknown): void { this.toggle(names, 'read_only', on ? 0 : 1) }
	toggle_reqd(names: string | string[], on: unknown): void { this.toggle(names, 'reqd', on ? 1 : 0) }
	set_fields_as_options(name: string, doctype: string): void { this.set_df_property(name, 'options', ['', ...(metaOf(doctype)?.fields.map((df) => df.fieldname) ?? [])]) }
	set_query(field: string, tableOrFn: string | QueryFunction, fn?: QueryFunction): void {
		if (typeof tableOrFn === 'function') this.controller.queries.set(field, tableOrFn)
		else if (fn) this.controller.queries.set(`${tableOrFn}.${field}`, fn)
	}
	add_fetch(link: string, source: string, target: string, doctype = this.doctype): void { this.controller.fetches.push({ link, source, target, doctype }) }

	trigger(event: string, cdt?: string, cdn?: string): Promise<void> { return this.controller.trigger(event, cdt, cdn) }
	refresh(): Promise<void> { return this.controller.refresh() }
	refresh_fields(): void { this.controller.state.refreshes += 1 }
	/** Fields redraw themselves when their value changes; scripts still ask for it by name. */
	refresh_field(...names: (string | string[])[]): void { if (names.length) this.refresh_fields() }
	reload_doc(): Promise<void> { return this.controller.reload() }
	scroll_to_field(name: string): void { scrollToField(this.controller, name) }
	set_active_tab(tab: string | { df?: DocField }): void { this.controller.state.activeTab = typeof tab === 'string' ? tab : (tab.df?.fieldname ?? '') }

	async save(action: 'Save' | 'Submit' | 'Update' | 'Cancel' = 'Save', callback?: (result: unknown) => void): Promise<boolean> {
		const saved = await saveForm(this.controller, action)
		if (saved) callback?.({ docs: [this.doc] })
		return saved
	}
	save_or_update(): Promise<boolean> { return this.save(Number(this.doc.docstatus) === 1 ? 'Update' : 'Save') }
	savesubmit(): Promise<boolean> { return this.save('Submit') }
	savecancel(): Promise<boolean> { return this.save('Cancel') }
	disable_save(): void { this.controller.state.saveDisabled = true }
	enable_save(): void { this.controller.state.saveDisabled = false }
	disable_form(): void { Object.assign(this.controller.state, { locked: true, saveDisabled: true }) }
	set_read_only(): void { this.controller.state.locked = true }
	set_intro(text?: string, color?: string): void {
		if (text) this.controller.state.intro.push({ text, tone: noteTone(color) })
		else this.controller.state.intro = []
	}
	add_custom_button(label: string, run: () => unknown, group?: string): MiniQuery {
		return ButtonHandle.add(this.controller.state.buttons, { label, run, group })
	}
	remove_custom_button(label: string, group?: string): void { this.page.remove_inner_button(label, group) }
	clear_custom_buttons(): void { this.controller.state.buttons = [] }
	change_custom_button_type(label: string, group: string | null, type: string): void {
		for (const button of this.controller.state.buttons) if (button.label === label && (button.group ?? null) === group) button.primary = type === 'primary'
	}
	get custom_buttons(): Record<string, MiniQuery> { return Object.fromEntries(this.controller.state.buttons.map((button) => [button.label, new ButtonHandle(button)])) }

	/** frm.call("method", args) runs a method of the document; frm.call({method: "dotted.path"}) any whitelisted one. */
	async call(method: string | CallArguments, args?: Record<string, unknown>, callback?: (r: unknown) => void) {
		const options = typeof method === 'string' ? { method, args, callback } : method
		if (options.method?.includes('.')) return frappeCall(options)
		const answer = await runDocMethod(this.doc, options.method ?? '', options.args)
		const changed = answer.docs?.[0]
		if (changed) Object.assign(this.doc, changed)
		options.callback?.(answer)
		return answer
	}
	copy_doc(): void { setRoute('Form', this.doctype, `new?copy=${encodeURIComponent(this.docname)}`) }
	print_doc(): void { setRoute('print', this.doctype, this.docname) }
	make_new(doctype: string): void { setRoute('Form', doctype, 'new') }
}

export function createFrm(controller: FormController): Frm {
	return new Frm(controller)
}
