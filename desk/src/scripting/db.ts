/** frappe.db of form scripts: promises with the shapes of stock Frappe v15. */
import { call, xcall } from '@/api/client'
import type { Doc } from '@/meta/types'

interface ListArgs { fields?: string[]; filters?: unknown; or_filters?: unknown; limit?: number; order_by?: string; group_by?: string }

export const frappeDb = {
	get_list: (doctype: string, args: ListArgs = {}) =>
		xcall<Doc[]>('frappe.client.get_list', {
			doctype, fields: args.fields ?? ['name'], filters: args.filters, or_filters: args.or_filters, order_by: args.order_by, group_by: args.group_by, limit_page_length: args.limit ?? 20,
		}),
	get_doc: (doctype: string, name?: string, filters?: unknown) => xcall<Doc>('frappe.client.get', { doctype, name, filters }),
	async get_value(doctype: string, filters: unknown, fieldname: string | string[], callback?: (message: unknown) => void) {
		const answer = await call('frappe.client.get_value', { doctype, filters, fieldname })
		callback?.(answer.message)
		return answer
	},
	get_single_value: (doctype: string, field: string) => xcall('frappe.client.get_single_value', { doctype, field }),
	async set_value(doctype: string, name: string, fieldname: string | Record<string, unknown>, value?: unknown, callback?: (answer: unknown) => void) {
		const answer = await call('frappe.client.set_value', { doctype, name, fieldname, value })
		callback?.(answer)
		return answer
	},
	insert: (doc: Doc) => xcall<Doc>('frappe.client.insert', { doc }),
	delete_doc: (doctype: string, name: string) => xcall('frappe.client.delete', { doctype, name }),
	async exists(doctype: string, name: unknown): Promise<boolean> {
		const answer = await xcall<Record<string, unknown> | undefined>('frappe.client.get_value', { doctype, filters: typeof name === 'object' ? name : { name }, fieldname: 'name' })
		return Boolean(answer?.name)
	},
	count: (doctype: string, args: { filters?: unknown } = {}) => xcall<number>('frappe.client.get_count', { doctype, filters: args.filters ?? {} }),
	get_link_options: (doctype: string, txt = '', filters?: unknown) => xcall('frappe.desk.search.search_link', { doctype, txt, filters }),
}
