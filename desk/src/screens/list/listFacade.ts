/** The `listview` that frappe.listview_settings functions get. */
import type { Ref } from 'vue'
import { normalizeFilters } from '@/meta/filters'
import { ButtonHandle, type ScriptButton } from '@/scripting/buttonHandle'
import type { ListModel } from './listModel'

/** The group of buttons that work on chosen rows. */
export const CHOSEN = 'chosen'

export type ListFacade = ReturnType<typeof listFacade>

export function listFacade(model: ListModel, buttons: Ref<ScriptButton[]>) {
	// Scripts add their buttons on every refresh; one label is one button.
	const add = (label: string, run: () => unknown) => {
		const known = buttons.value.find((button) => button.label === label)
		return known ? new ButtonHandle(known) : ButtonHandle.add(buttons.value, { label, run })
	}
	// What belongs into stock's menu of actions is offered beside the chosen rows.
	const addForChosen = (label: string, run: () => unknown) => {
		const known = buttons.value.find((button) => button.label === label)
		return known ? new ButtonHandle(known) : ButtonHandle.add(buttons.value, { label, run, group: CHOSEN })
	}
	const facade = {
		doctype: model.meta.name, meta: model.meta,
		get data() { return model.rows.value },
		get_checked_items: (onlyNames = false) => {
			const chosen = model.rows.value.filter((row) => model.selected.value.has(row.name))
			return onlyNames ? chosen.map((row) => row.name) : chosen
		},
		refresh: () => model.load(),
		filter_area: {
			add: (rows: unknown) => {
				model.state.filters = [...model.state.filters, ...normalizeFilters(model.meta.name, Array.isArray((rows as unknown[])[0]) ? rows : [rows])]
				model.change()
			},
			clear: () => {
				model.state.filters = []
				model.change()
			},
		},
		page: { add_inner_button: add, add_menu_item: add, add_action_item: addForChosen, add_actions_menu_item: addForChosen, set_primary_action: add, clear_inner_toolbar: () => { buttons.value = [] } },
	}
	Object.assign(window, { cur_list: facade })
	return facade
}
