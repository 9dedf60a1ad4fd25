/** What scripts hold as `frm.fields_dict.x`: the field's properties, value, query, wrapper, and the grid of tables. */
import { htmlHost } from '@/form/htmlHosts'
import type { FormController } from '@/form/controller'
import type { QueryFunction } from '@/form/state'
import { TABLE_TYPES } from '@/meta/fieldtypes'
import type { DocField } from '@/meta/types'
import { GridHandle } from './gridHandle'
import { MiniQuery } from './miniQuery'

export class FieldHandle {
	readonly grid?: GridHandle
	constructor(private readonly form: FormController, readonly fieldname: string) {
		const df = form.field(fieldname)
		if (df && TABLE_TYPES.has(df.fieldtype)) this.grid = new GridHandle(form, df)
	}

	/** Writing a property here changes what is drawn, as set_df_property does. */
	get df(): DocField {
		const { state } = this.form
		const original = this.form.meta.fields.find((df) => df.fieldname === this.fieldname) as DocField
		return new Proxy(original, {
			get: (target, key) => state.overrides[this.fieldname]?.[key as string] ?? target[key as string],
			set: (_target, key, value) => {
				state.overrides[this.fieldname] = { ...state.overrides[this.fieldname], [key]: value }
				return true
			},
		})
	}
	private element(): Element[] {
		if (this.df.fieldtype === 'HTML') return [htmlHost(this.form.doc, this.fieldname)]
		const found = document.querySelector(`[data-form] [data-fieldname="${CSS.escape(this.fieldname)}"]`)
		return found ? [found] : []
	}
	get $wrapper(): MiniQuery { return new MiniQuery(() => this.element()) }
	get wrapper(): Element | undefined { return this.element()[0] }
	get $input(): MiniQuery { return this.$wrapper.find('input, select, textarea, button') }
	get input(): Element | undefined { return this.$input[0] }
	get value(): unknown { return this.form.doc[this.fieldname] }
	get_value(): unknown { return this.value }
	set_value(value: unknown): Promise<void> { return this.form.setValue(this.fieldname, value) }
	set_input(value: unknown): void { this.form.doc[this.fieldname] = value }
	set_data(options: unknown): void { this.df.options = options as string }
	set_description(text: string): void { this.df.description = text }
	set_label(text: string): void { this.df.label = text }
	refresh(): void { this.form.state.refreshes += 1 }
	refresh_input(): void { this.refresh() }
	toggle(on: boolean): void { this.df.hidden = on ? 0 : 1 }
	html(content: string): void { this.$wrapper.html(content) }
	set_focus(): void { this.$input.focus() }
	get get_query(): QueryFunction | undefined { return this.form.queries.get(this.fieldname) }
	set get_query(query: QueryFunction | undefined) {
		if (query) this.form.queries.set(this.fieldname, query)
	}
}
