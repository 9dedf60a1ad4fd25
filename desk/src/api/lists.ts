/** Calls that lists, report views and link search make. */
import { toServer, type FilterRow } from '@/meta/filters'
import type { Doc } from '@/meta/types'
import { xcall } from './client'

export interface ListQuery {
	doctype: string
	fields: string[]
	filters: FilterRow[]
	orFilters?: FilterRow[]
	orderBy?: string
	groupBy?: string
	start?: number
	pageLength?: number
	view?: string
	withCommentCount?: boolean
	aggregate?: { function: string; on?: string; doctype?: string }
}
interface Compressed { keys: string[]; values: unknown[][]; user_info?: Record<string, { fullname?: string; image?: string }> }

/** `tabToDo`.`name`, the quoted form that the query grammar wants where names could clash. */
export const column = (doctype: string, fieldname: string) => `\`tab${doctype}\`.\`${fieldname}\``

export async function getRows(query: ListQuery): Promise<Doc[]> {
	const answer = await xcall<Compressed | [] | undefined>('frappe.desk.reportview.get', serverArgs(query))
	if (!answer || Array.isArray(answer)) return []
	return answer.values.map((row) => ({ doctype: query.doctype, ...Object.fromEntries(answer.keys.map((key, i) => [key, row[i]])) }) as Doc)
}

export function getCount(query: Pick<ListQuery, 'doctype' | 'filters' | 'orFilters'>): Promise<number> {
	return xcall<number>('frappe.desk.reportview.get_count', {
		doctype: query.doctype, fields: [], distinct: false,
		filters: query.filters.map(toServer),
		...(query.orFilters?.length ? { or_filters: query.orFilters.map(toServer) } : {}),
	})
}

export function serverArgs(query: ListQuery): Record<string, unknown> {
	return {
		doctype: query.doctype,
		fields: query.fields,
		filters: query.filters.map(toServer),
		...(query.orFilters?.length ? { or_filters: query.orFilters.map(toServer) } : {}),
		order_by: query.orderBy,
		group_by: query.groupBy,
		start: query.start ?? 0,
		page_length: query.pageLength ?? 20,
		view: query.view ?? 'List',
		with_comment_count: query.withCommentCount ? 1 : undefined,
		...(query.aggregate
			? { aggregate_function: query.aggregate.function, aggregate_on_field: query.aggregate.on, aggregate_on_doctype: query.aggregate.doctype }
			: {}),
	}
}

export interface LinkOption { value: string; label?: string; description?: string }

export function searchLink(args: {
	doctype: string; txt: string; filters?: unknown; query?: string; reference_doctype?: string
	page_length?: number; ignore_user_permissions?: 0 | 1; searchfield?: string
}, signal?: AbortSignal): Promise<LinkOption[]> {
	return xcall<LinkOption[]>('frappe.desk.search.search_link', { page_length: 12, ...args }, { signal })
}

export const getList = <T = Doc>(doctype: string, args: { fields?: string[]; filters?: unknown; or_filters?: unknown; order_by?: string; limit_page_length?: number; parent?: string }) =>
	xcall<T[]>('frappe.client.get_list', { doctype, ...args })

export const getValue = (doctype: string, filters: unknown, fieldname: string | string[]) =>
	xcall<Record<string, unknown>>('frappe.client.get_value', { doctype, filters, fieldname })

export const deleteItems = (doctype: string, names: string[]) =>
	xcall('frappe.desk.reportview.delete_items', { doctype, items: names })

export const bulkUpdate = (doctype: string, names: string[], action: 'submit' | 'cancel' | 'update', data?: Record<string, unknown>) =>
	xcall<string[] | undefined>('frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs', { doctype, docnames: names, action, data })

/** Opens a download in place: the answer is a file, so a hidden form posts the arguments. */
export function download(method: string, args: Record<string, unknown>, csrf: string): void {
	const form = document.createElement('form')
	form.method = 'POST'
	form.action = `/api/method/${method}`
	form.hidden = true
	for (const [name, value] of Object.entries({ ...args, csrf_token: csrf })) {
		if (value === undefined || value === null) continue
		const input = document.createElement('input')
		input.name = name
		input.value = typeof value === 'object' ? JSON.stringify(value) : String(value)
		form.append(input)
	}
	document.body.append(form)
	form.submit()
	form.remove()
}
