/** The settings objects that apps put under frappe.listview_settings and its sisters, and which of their keys this desk follows. */
export const FOLLOWED = {
	listview_settings: ['add_fields', 'before_workflow_action', 'filters', 'formatters', 'get_indicator', 'hide_name_column', 'onload', 'primary_action', 'refresh'],
	treeview_settings: ['disable_add_node', 'get_label', 'get_tree_nodes'],
	query_reports: ['filters', 'formatter', 'initial_depth', 'onload'],
} as const
type Space = keyof typeof FOLLOWED

const told = new Set<string>()

/** A setting that is passed over is named once in the console: its author must not search for a mistake of their own. */
function tellIgnored(space: Space, name: string, settings: object): void {
	const ignored = Object.keys(settings).filter((key) => !(FOLLOWED[space] as readonly string[]).includes(key))
	const about = `frappe.${space}["${name}"]`
	if (!ignored.length || told.has(about)) return
	told.add(about)
	// eslint-disable-next-line no-console -- written for the authors of scripts, who look there
	console.warn(`${about}: this desk does not follow ${ignored.join(', ')}`)
}

export function scriptSettings<T>(space: Space, name: string): Partial<T> {
	const root = (window as unknown as { frappe?: Record<string, Record<string, Partial<T>>> }).frappe
	const settings = root?.[space]?.[name] ?? {}
	tellIgnored(space, name, settings)
	return settings
}
