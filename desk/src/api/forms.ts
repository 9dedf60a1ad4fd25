/** Calls that forms make. Shapes are those of Frappe v15. */
import type { Doc, MetaDoc, Rights } from '@/meta/types'
import { call, xcall, type CallResult } from './client'

export interface Attachment { name: string; file_name: string; file_url: string; is_private: number; file_size?: number }
export interface CommentRow {
	name: string; creation: string; content: string; owner: string
	comment_type?: string; comment_by?: string; comment_email?: string
}
export interface VersionRow { name: string; owner: string; creation: string; data: string }
export interface DocInfo {
	attachments?: Attachment[]
	comments?: CommentRow[]
	communications?: Record<string, unknown>[]
	versions?: VersionRow[]
	assignments?: { owner: string; name?: string }[]
	permissions?: Rights
	tags?: string
	shared?: Record<string, unknown>[]
	workflow_logs?: CommentRow[]
	assignment_logs?: CommentRow[]
	attachment_logs?: CommentRow[]
	info_logs?: CommentRow[]
	like_logs?: CommentRow[]
	user_info?: Record<string, { fullname?: string; image?: string | null }>
	[key: string]: unknown
}

export async function getDoctype(doctype: string): Promise<{ docs: MetaDoc[]; settings: string }> {
	const answer = await call('frappe.desk.form.load.getdoctype', { doctype, with_parent: 1 }, { method: 'GET' })
	return { docs: (answer.docs ?? []) as unknown as MetaDoc[], settings: String(answer.user_settings ?? '') }
}

export interface LoadedDoc { doc: Doc | null; docinfo: DocInfo; linkTitles: Record<string, string> }

export async function getDoc(doctype: string, name: string): Promise<LoadedDoc> {
	return loaded(await call('frappe.desk.form.load.getdoc', { doctype, name }, { method: 'GET' }))
}

function loaded(answer: CallResult): LoadedDoc {
	const doc = (answer.docs?.[0] ?? null) as Doc | null
	return { doc, docinfo: (answer.docinfo ?? {}) as DocInfo, linkTitles: answer._link_titles ?? {} }
}

export type SaveAction = 'Save' | 'Submit' | 'Update' | 'Cancel'

export async function saveDoc(doc: Doc, action: SaveAction): Promise<LoadedDoc> {
	const method = action === 'Cancel' ? 'frappe.desk.form.save.cancel' : 'frappe.desk.form.save.savedocs'
	const args = action === 'Cancel' ? { doctype: doc.doctype, name: doc.name } : { doc: JSON.stringify(doc), action }
	return loaded(await call(method, args))
}

export async function runDocMethod(doc: Doc, method: string, args?: unknown): Promise<CallResult> {
	return call('run_doc_method', { docs: JSON.stringify(doc), method, args: args === undefined ? undefined : JSON.stringify(args) })
}

export const getDocInfo = async (doctype: string, name: string): Promise<DocInfo> =>
	((await call('frappe.desk.form.load.get_docinfo', { doctype, name })).docinfo ?? {}) as DocInfo

export const addComment = (doctype: string, name: string, content: string, user: string, fullname: string) =>
	xcall('frappe.desk.form.utils.add_comment', {
		reference_doctype: doctype, reference_name: name, content, comment_email: user, comment_by: fullname,
	})

export const deleteDoc = (doctype: string, name: string) => xcall('frappe.client.delete', { doctype, name })

export const assign = (doctype: string, name: string, users: string[], description?: string) =>
	xcall('frappe.desk.form.assign_to.add', { doctype, name, assign_to: users, description })
export const unassign = (doctype: string, name: string, user: string) =>
	xcall('frappe.desk.form.assign_to.remove', { doctype, name, assign_to: user })

export const addTag = (dt: string, dn: string, tag: string) => xcall('frappe.desk.doctype.tag.tag.add_tag', { tag, dt, dn })
export const removeTag = (dt: string, dn: string, tag: string) => xcall('frappe.desk.doctype.tag.tag.remove_tag', { tag, dt, dn })
export const toggleLike = (doctype: string, name: string, like: boolean) =>
	xcall('frappe.desk.like.toggle_like', { doctype, name, add: like ? 'Yes' : 'No' })

export const renameDoc = (doctype: string, docname: string, name: string, merge = false) =>
	xcall<string>('frappe.model.rename_doc.update_document_title', { doctype, docname, name, merge })
