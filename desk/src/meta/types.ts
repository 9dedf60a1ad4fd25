/**
 * Decides the shapes of metadata and documents as they come from the server.
 * Names are the server's; a property that a DocType does not set is simply absent.
 */
export interface Doc {
	doctype: string
	name: string
	[field: string]: unknown
}

/** A property that the server stores as 0/1, sometimes as text. */
export type Flag = 0 | 1 | boolean | string | null

export interface DocField {
	fieldname: string
	fieldtype: string
	label?: string | null
	options?: string | null
	description?: string | null
	default?: string | null
	placeholder?: string | null
	reqd?: Flag
	read_only?: Flag
	hidden?: Flag
	bold?: Flag
	permlevel?: number
	depends_on?: string | null
	mandatory_depends_on?: string | null
	read_only_depends_on?: string | null
	collapsible?: Flag
	collapsible_depends_on?: string | null
	hide_border?: Flag
	in_list_view?: Flag
	in_standard_filter?: Flag
	allow_on_submit?: Flag
	allow_in_quick_entry?: Flag
	set_only_once?: Flag
	no_copy?: Flag
	print_hide?: Flag
	report_hide?: Flag
	fetch_from?: string | null
	fetch_if_empty?: Flag
	precision?: string | number | null
	length?: number | null
	columns?: number | null
	is_virtual?: Flag
	ignore_user_permissions?: Flag
	link_filters?: string | null
	hide_days?: Flag
	hide_seconds?: Flag
	non_negative?: Flag
	parent?: string
	[property: string]: unknown
}

export type Right =
	| 'select' | 'read' | 'write' | 'create' | 'delete' | 'submit' | 'cancel' | 'amend'
	| 'report' | 'export' | 'import' | 'share' | 'print' | 'email'

export type Rights = Partial<Record<Right, Flag>>

export interface DocPerm extends Rights {
	role: string
	permlevel?: number
	if_owner?: Flag
}

export interface DocState { title: string; color: string }

export interface WorkflowStateRow {
	state: string
	doc_status?: string | number
	allow_edit?: string
	avoid_status_override?: Flag
	message?: string | null
}

export interface WorkflowDoc extends Doc {
	document_type: string
	workflow_state_field: string
	is_active?: Flag
	override_status?: Flag
	states?: WorkflowStateRow[]
}

export interface PrintFormat { name: string; standard?: string; disabled?: unknown; default_print_language?: string | null }

export interface MetaDoc {
	__print_formats?: PrintFormat[]
	default_print_format?: string | null
	doctype: 'DocType'
	name: string
	module?: string
	fields: DocField[]
	permissions?: DocPerm[]
	states?: DocState[]
	istable?: Flag
	issingle?: Flag
	is_tree?: Flag
	is_submittable?: Flag
	allow_rename?: Flag
	allow_copy?: Flag
	allow_auto_repeat?: Flag
	read_only?: Flag
	in_create?: Flag
	quick_entry?: Flag
	editable_grid?: Flag
	track_changes?: Flag
	title_field?: string | null
	show_title_field_in_link?: Flag
	image_field?: string | null
	search_fields?: string | null
	sort_field?: string | null
	sort_order?: string | null
	autoname?: string | null
	naming_rule?: string | null
	nsm_parent_field?: string | null
	default_view?: string | null
	description?: string | null
	max_attachments?: number
	links?: Record<string, unknown>[]
	actions?: Record<string, unknown>[]
	__workflow_docs?: WorkflowDoc[]
	__js?: string
	__custom_js?: string
	__list_js?: string
	__custom_list_js?: string
	__tree_js?: string
	__messages?: Record<string, string>
	__dashboard?: Record<string, unknown>
	[property: string]: unknown
}

/** True for 1, "1", true; the server is not consistent between file and database. */
export function isSet(flag: unknown): boolean {
	return flag === true || flag === 1 || flag === '1'
}

export function isNewDoc(doc: Doc): boolean {
	return isSet(doc.__islocal)
}
