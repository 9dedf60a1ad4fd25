/** Decides the story of a document: comments, workflow steps, field changes, assignments, newest first. */
import type { CommentRow, DocInfo, VersionRow } from '@/api/forms'
import { stripHtml } from '@/meta/format/text'
import type { Doc, MetaDoc } from '@/meta/types'

/** `cell` is there when a value inside row `row` of the table `label` changed. */
export interface Change { label: string; from: unknown; to: unknown; fieldtype: string; row?: number; cell?: string }
type MetaOf = (doctype: string) => MetaDoc | undefined
export interface TimelineEntry {
	key: string
	kind: 'comment' | 'workflow' | 'change' | 'note' | 'created' | 'mail'
	user: string
	at: string
	html?: string
	text?: string
	changes?: Change[]
	mail?: { to: string; subject: string; byRule: boolean; failed: boolean }
}

export function timeline(meta: MetaDoc, doc: Doc, info: DocInfo, metaOf: MetaOf = () => undefined): TimelineEntry[] {
	const entries = [
		...(info.comments ?? []).map((row) => entry(row, 'comment')),
		...(info.workflow_logs ?? []).map((row) => entry(row, 'workflow')),
		...[...(info.assignment_logs ?? []), ...(info.attachment_logs ?? []), ...(info.info_logs ?? [])].map((row) => entry(row, 'note')),
		...(info.communications ?? []).map(mailEntry),
		...(info.versions ?? []).flatMap((row) => versionEntry(meta, row, metaOf)),
		{ key: 'created', kind: 'created' as const, user: String(doc.owner ?? ''), at: String(doc.creation ?? '') },
	]
	return entries.sort((a, b) => b.at.localeCompare(a.at))
}

function entry(row: CommentRow, kind: 'comment' | 'workflow' | 'note'): TimelineEntry {
	const user = row.comment_email || row.owner
	return kind === 'comment' ? { key: row.name, kind, user, at: row.creation, html: row.content } : { key: row.name, kind, user, at: row.creation, text: stripHtml(row.content) }
}

/** A message written from the record, or sent by a rule about it. */
function mailEntry(row: Record<string, unknown>): TimelineEntry {
	const text = (key: string) => String(row[key] ?? '')
	const to = [text('recipients'), text('cc')].filter(Boolean).join(', ')
	const mail = { to, subject: text('subject'), byRule: text('communication_type') === 'Automated Message', failed: text('delivery_status') === 'Error' }
	return { key: text('name'), kind: 'mail', user: mail.byRule ? '' : text('owner'), at: text('creation'), html: text('content'), mail }
}

interface VersionData { changed?: [string, unknown, unknown][]; row_changed?: [string, number, string, [string, unknown, unknown][]][]; added?: [string, unknown][]; removed?: [string, unknown][] }

function versionEntry(meta: MetaDoc, row: VersionRow, metaOf: MetaOf): TimelineEntry[] {
	const data = JSON.parse(row.data || '{}') as VersionData
	const changes: Change[] = (data.changed ?? []).map(([name, from, to]) => {
		const df = meta.fields.find((field) => field.fieldname === name)
		return { label: df?.label ?? name, from, to, fieldtype: df?.fieldtype ?? 'Data' }
	})
	for (const [table, list] of [['added', data.added], ['removed', data.removed]] as const)
		for (const [fieldname] of list ?? []) {
			const label = meta.fields.find((field) => field.fieldname === fieldname)?.label ?? fieldname
			changes.push({ label, from: table === 'removed' ? 'row' : null, to: table === 'added' ? 'row' : null, fieldtype: '__row' })
		}
	for (const [fieldname, index, , cells] of data.row_changed ?? []) {
		const table = meta.fields.find((field) => field.fieldname === fieldname)
		const child = metaOf(String(table?.options ?? ''))
		for (const [name, from, to] of cells) {
			const df = child?.fields.find((field) => field.fieldname === name)
			changes.push({ label: table?.label ?? fieldname, row: index + 1, cell: df?.label ?? name, from, to, fieldtype: df?.fieldtype ?? 'Data' })
		}
	}
	const visible = changes.filter((change) => !change.label.startsWith('_'))
	return visible.length ? [{ key: row.name, kind: 'change', user: row.owner, at: row.creation, changes: visible }] : []
}
