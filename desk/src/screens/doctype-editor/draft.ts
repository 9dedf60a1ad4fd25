/** Decides what a new form (DocType) consists of before anybody changes it, and how it is stored. */
import { getDoc, saveDoc } from '@/api/forms'
import { getList } from '@/api/lists'
import { addMessages, language } from '@/i18n'
import { isSet, type Doc, type DocPerm } from '@/meta/types'
import { boot } from '@/stores/boot'
import { forgetMeta } from '@/stores/meta'
import type { FieldRow } from '@/screens/customize/board'

export interface DoctypeDoc extends Doc { fields: FieldRow[]; permissions: (DocPerm & { doctype?: string; __islocal?: 1 })[]; module?: string; custom?: unknown; istable?: unknown; is_tree?: unknown; is_submittable?: unknown }

/** Sent out in full: an absent right counts as given over REST. */
export const RIGHTS = ['select', 'read', 'write', 'create', 'delete', 'submit', 'cancel', 'amend', 'report', 'export', 'import', 'share', 'print', 'email'] as const

export function permissionRow(role: string, rights: readonly string[]): DoctypeDoc['permissions'][number] {
	return { doctype: 'DocPerm', __islocal: 1, role, permlevel: 0, ...Object.fromEntries(RIGHTS.map((right) => [right, rights.includes(right) ? 1 : 0])) }
}

export function newDoctype(name: string, module: string, more: Record<string, unknown> = {}): DoctypeDoc {
	return {
		doctype: 'DocType', name, __newname: name, __islocal: 1, __unsaved: 1, custom: 1, module, fields: [], permissions: isSet(more.istable) ? [] : [permissionRow('System Manager', RIGHTS.filter((right) => !['submit', 'cancel', 'amend', 'import'].includes(right) || isSet(more.is_submittable)))],
		sort_field: 'modified', sort_order: 'DESC', track_changes: isSet(more.istable) ? 0 : 1, editable_grid: 1, allow_rename: 1, autoname: isSet(more.istable) ? '' : 'hash', naming_rule: isSet(more.istable) ? '' : 'Random', ...more,
	} as DoctypeDoc
}

/** Stores the form; what it is called in this language goes into a Translation when it is not its name. */
export async function storeDoctype(doc: DoctypeDoc, title: string): Promise<DoctypeDoc> {
	const fields = doc.fields.map((row, i) => ({ ...row, doctype: 'DocField', idx: i + 1 }))
	const saved = (await saveDoc({ ...doc, fields, permissions: doc.permissions.map((row, i) => ({ ...row, doctype: 'DocPerm', idx: i + 1 })) }, 'Save')).doc as DoctypeDoc
	await nameIt(saved.name, title)
	forgetMeta(saved.name)
	offer(saved)
	return saved
}

export async function nameIt(source: string, title: string): Promise<void> {
	const text = title.trim()
	const found = await getList<{ name: string; translated_text: string }>('Translation', { fields: ['name', 'translated_text'], filters: { source_text: source, language: language() }, limit_page_length: 1 })
	if (!text || text === (found[0]?.translated_text ?? source)) return
	const row = found[0] ? { doctype: 'Translation', name: found[0].name } : { doctype: 'Translation', name: 'new-translation-1', __islocal: 1, __unsaved: 1 }
	const stored = found[0] ? (await getDoc('Translation', found[0].name)).doc : {}
	await saveDoc({ ...stored, ...row, language: language(), source_text: source, translated_text: text } as Doc, 'Save')
	addMessages({ [source]: text })
}

/** Page load told what this user may open; a form made since is added by its own rows. */
function offer(doc: DoctypeDoc): void {
	if (isSet(doc.istable)) return
	for (const right of ['select', 'read', 'write', 'create', 'delete', 'submit', 'cancel', 'export', 'print', 'import'] as const) {
		const list = boot.user[`can_${right}`]
		const isGiven = doc.permissions.some((row) => boot.user.roles.includes(row.role) && isSet(row[right]) && !Number(row.permlevel ?? 0))
		if (Array.isArray(list) && isGiven && !list.includes(doc.name)) list.push(doc.name)
	}
	if (isSet(doc.is_tree) && !boot.nested_set_doctypes.includes(doc.name)) boot.nested_set_doctypes.push(doc.name)
	if (isSet(doc.issingle) && !boot.single_types.includes(doc.name)) boot.single_types.push(doc.name)
}
