/** frappe.call and frappe.xcall, with callbacks, freezing and the documents that answers bring. */
import { call as apiCall, type CallResult } from '@/api/client'
import { ApiError } from '@/api/errors'
import { addLocal } from '@/form/locals'
import type { Doc } from '@/meta/types'
import { showError } from '@/stores/dialogs'
import { freeze, unfreeze } from './freeze'

export interface CallArguments {
	method?: string
	args?: Record<string, unknown>
	doc?: Doc
	type?: 'GET' | 'POST' | 'PUT' | 'DELETE'
	callback?: (result: CallResult) => void
	error?: (result: unknown) => void
	always?: (result: unknown) => void
	freeze?: boolean
	freeze_message?: string
	quiet?: boolean
	silent?: boolean
	btn?: unknown
}

/** frappe.last_response: the newest answer to a script's call. */
export const last = { response: {} as CallResult }

export async function frappeCall(first: string | CallArguments, args?: Record<string, unknown>, callback?: (result: CallResult) => void): Promise<CallResult> {
	const options: CallArguments = typeof first === 'string' ? { method: first, args, callback } : first
	if (options.freeze) freeze(options.freeze_message)
	try {
		const result = await send(options)
		last.response = result
		for (const doc of (result.docs ?? []) as Doc[]) if (doc.doctype && doc.name && doc.doctype !== 'DocType') addLocal(doc)
		options.callback?.(result)
		options.always?.(result)
		return result
	} catch (error) {
		options.always?.(error)
		if (options.error) options.error(error instanceof ApiError ? error.body : error)
		else if (!options.quiet && !options.silent) showError(error)
		throw error
	} finally {
		if (options.freeze) unfreeze()
	}
}

function send(options: CallArguments): Promise<CallResult> {
	const extra = { method: options.type, quiet: options.silent }
	if (!options.doc) return apiCall(options.method ?? '', options.args ?? {}, extra)
	const args = { docs: JSON.stringify(options.doc), method: options.method, args: options.args && JSON.stringify(options.args) }
	return apiCall('run_doc_method', args, extra)
}

export async function frappeXcall(method: string, args?: Record<string, unknown>): Promise<unknown> {
	return (await frappeCall({ method, args })).message
}
