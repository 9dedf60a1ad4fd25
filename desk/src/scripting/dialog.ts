/** frappe.ui.Dialog: a dialog whose fields are drawn by the same form engine. */
import { markRaw, reactive } from 'vue'
import type { FieldOverrides } from '@/form/state'
import type { Doc, DocField } from '@/meta/types'
import { closeDialog, dialogs, openDialog } from '@/stores/dialogs'
import { MiniQuery } from './miniQuery'
import ScriptDialogView from './ScriptDialogView.vue'

export interface DialogOptions {
	title?: string
	fields?: Partial<DocField>[]
	size?: 'small' | 'large' | 'extra-large'
	primary_action?: (values: Record<string, unknown>) => unknown
	primary_action_label?: string
	secondary_action?: () => unknown
	secondary_action_label?: string
	static?: boolean
	on_page_show?: () => void
	onhide?: () => void
	doc?: Record<string, unknown>
}
let counter = 0

export class ScriptDialog {
	readonly id = ++counter
	readonly fields: DocField[]
	readonly state: { doc: Doc; overrides: FieldOverrides; title: string; primaryLabel: string; primaryDisabled: boolean; message: string; errors: Record<string, string>; actions: { label: string; run: () => unknown }[] }
	readonly fields_dict: Record<string, DialogField>
	primary?: DialogOptions['primary_action']
	private isOpen = false;
	/** Scripts keep their own values on the dialog. */
	[own: string]: unknown

	constructor(readonly options: DialogOptions) {
		this.fields = (options.fields ?? []).map((df, i) => ({ ...df, fieldname: df.fieldname ?? `__field_${i}`, fieldtype: df.fieldtype ?? 'Data' }))
		const doc: Doc = { doctype: '__Dialog', name: `dialog-${this.id}`, __islocal: 1, ...options.doc }
		for (const df of this.fields) if (doc[df.fieldname] === undefined) doc[df.fieldname] = df.fieldtype === 'Table' ? (df.data ?? []) : (df.default ?? null)
		this.state = reactive({ doc, overrides: {}, title: options.title ?? '', primaryLabel: options.primary_action_label ?? '', primaryDisabled: false, message: '', errors: {}, actions: [] })
		this.primary = options.primary_action
		this.fields_dict = Object.fromEntries(this.fields.map((df) => [df.fieldname, new DialogField(this, df)]))
		markRaw(this)
	}

	show(): this {
		if (this.isOpen) return this
		this.isOpen = true
		void openDialog(ScriptDialogView, { dialog: this }).then(() => {
			this.isOpen = false
			this.options.onhide?.()
		})
		this.options.on_page_show?.()
		return this
	}
	hide(): void {
		const entry = dialogs.find((candidate) => candidate.props.dialog === this)
		if (entry) closeDialog(entry.id)
	}
	get display(): boolean { return this.isOpen }
	get_values(): Record<string, unknown> | null {
		const values = Object.fromEntries(this.fields.filter((df) => this.state.doc[df.fieldname] !== null).map((df) => [df.fieldname, this.state.doc[df.fieldname]]))
		return values
	}
	get_value(name: string): unknown { return this.state.doc[name] }
	async set_value(name: string, value: unknown): Promise<void> {
		this.state.doc[name] = value
		await this.changed(name)
	}
	async set_values(values: Record<string, unknown>): Promise<void> { for (const [name, value] of Object.entries(values)) await this.set_value(name, value) }
	async changed(name: string): Promise<void> {
		delete this.state.errors[name]
		const df = this.fields.find((candidate) => candidate.fieldname === name)
		const handler = df?.onchange ?? df?.change
		if (typeof handler === 'function') await (handler as () => unknown).call(this.fields_dict[name])
	}
	get_field(name: string): DialogField | undefined { return this.fields_dict[name] }
	set_df_property(name: string, property: string, value: unknown): void { this.state.overrides[name] = { ...this.state.overrides[name], [property]: value } }
	set_primary_action(label: string, action: DialogOptions['primary_action']): void {
		this.state.primaryLabel = label
		this.primary = action
	}
	set_secondary_action(action: () => unknown): void { this.options.secondary_action = action }
	set_secondary_action_label(label: string): void { this.options.secondary_action_label = label }
	get_primary_btn(): MiniQuery { return MiniQuery.from('.dialog [data-primary]') }
	disable_primary_action(): void { this.state.primaryDisabled = true }
	enable_primary_action(): void { this.state.primaryDisabled = false }
	set_title(title: string): void { this.state.title = title }
	set_message(text: string): void { this.state.message = text }
	clear_message(): void { this.state.message = '' }
	add_custom_action(label: string, run: () => unknown): void { this.state.actions.push({ label, run }) }
	clear(): void { for (const df of this.fields) this.state.doc[df.fieldname] = null }
	refresh(): void { this.state.message = this.state.message.slice() }
	get $wrapper(): MiniQuery { return MiniQuery.from('.dialog') }
	get body(): MiniQuery { return this.$wrapper }
}

export class DialogField {
	get_query?: () => unknown
	constructor(private readonly dialog: ScriptDialog, private readonly original: DocField) {
		if (typeof original.get_query === 'function') this.get_query = original.get_query as () => unknown
	}
	get df(): DocField {
		return new Proxy(this.original, {
			get: (target, key) => this.dialog.state.overrides[target.fieldname]?.[key as string] ?? target[key as string],
			set: (target, key, value) => {
				this.dialog.set_df_property(target.fieldname, String(key), value)
				return true
			},
		})
	}
	get value(): unknown { return this.get_value() }
	get_value(): unknown { return this.dialog.get_value(this.original.fieldname) }
	set_value(value: unknown): Promise<void> { return this.dialog.set_value(this.original.fieldname, value) }
	set_input(value: unknown): void { this.dialog.state.doc[this.original.fieldname] = value }
	refresh(): void { this.dialog.refresh() }
	toggle(on: boolean): void { this.dialog.set_df_property(this.original.fieldname, 'hidden', on ? 0 : 1) }
	get $wrapper(): MiniQuery { return MiniQuery.from(`.dialog [data-fieldname="${this.original.fieldname}"]`) }
	get $input(): MiniQuery { return this.$wrapper.find('input, select, textarea') }
}
