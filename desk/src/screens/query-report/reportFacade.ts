/** `frappe.query_report` for scripts of reports. */
import type { Ref, ShallowRef } from 'vue'
import type { DocField } from '@/meta/types'
import { ButtonHandle, type ScriptButton } from '@/scripting/buttonHandle'
import type { RunResult } from './queryReport'

export function reportFacade(name: string, values: Record<string, unknown>, filters: Ref<DocField[]>, result: ShallowRef<RunResult | undefined>, run: () => Promise<void>, buttons: Ref<ScriptButton[]>) {
	const add = (label: string, work: () => unknown) => ButtonHandle.add(buttons.value, { label, run: work })
	const get_filter = (fieldname: string) => {
		const df = filters.value.find((candidate) => candidate.fieldname === fieldname)
		return df && { df, get_value: () => values[fieldname], set_value: (value: unknown) => { values[fieldname] = value }, refresh: () => { filters.value = [...filters.value] } }
	}
	const facade = {
		report_name: name, get_filter,
		get_filter_value: (fieldname: string) => values[fieldname],
		set_filter_value(field: string | Record<string, unknown>, value?: unknown) {
			Object.assign(values, typeof field === 'string' ? { [field]: value } : field)
			return run()
		},
		get_values: () => ({ ...values }), get_filter_values: () => ({ ...values }),
		refresh: run,
		toggle_filter_display: (fieldname: string, hide: boolean) => { filters.value = filters.value.map((df) => (df.fieldname === fieldname ? { ...df, hidden: hide ? 1 : 0 } : df)) },
		get data() { return result.value?.result ?? [] },
		get columns() { return result.value?.columns ?? [] },
		page: { add_inner_button: add, add_menu_item: add, clear_inner_toolbar: () => { buttons.value = [] } },
	}
	const frappe = (window as unknown as { frappe: Record<string, unknown> }).frappe
	frappe.query_report = facade
	return facade
}
