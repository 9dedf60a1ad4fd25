/**
 * Decides what the form offers, from the rights the server has computed.
 * The server decides for real on every call; this only keeps refused buttons off the page.
 */
import { isNewDoc, isSet, type Doc, type DocField, type MetaDoc, type Rights } from './types'

export interface LevelAccess { read: boolean; write: boolean }

/** Access per permlevel for these roles; level 0 comes from the document's own rights. */
export function levelAccess(meta: MetaDoc, roles: readonly string[], rights: Rights, isOwner: boolean): Map<number, LevelAccess> {
	const levels = new Map<number, LevelAccess>([[0, { read: isSet(rights.read), write: isSet(rights.write) }]])
	for (const rule of meta.permissions ?? []) {
		const level = Number(rule.permlevel ?? 0)
		if (level === 0 || !roles.includes(rule.role) || (isSet(rule.if_owner) && !isOwner)) continue
		const known = levels.get(level) ?? { read: false, write: false }
		levels.set(level, { read: known.read || isSet(rule.read) || isSet(rule.write), write: known.write || isSet(rule.write) })
	}
	return levels
}

/** Rights on a document that does not exist yet: the union over the user's rules at level 0. */
export function rightsFromMeta(meta: MetaDoc, roles: readonly string[]): Rights {
	const rights: Record<string, 1> = {}
	for (const rule of meta.permissions ?? []) {
		if (Number(rule.permlevel ?? 0) !== 0 || !roles.includes(rule.role)) continue
		for (const [key, value] of Object.entries(rule)) if (isSet(value)) rights[key] = 1
	}
	return rights
}

/** Roles that begin records of the form; who keeps the whole system is named only where nobody else does. */
export function rolesThatCreate(meta: MetaDoc): string[] {
	const roles = (meta.permissions ?? []).filter((rule) => Number(rule.permlevel ?? 0) === 0 && isSet(rule.create)).map((rule) => rule.role)
	const own = roles.filter((role) => role !== 'System Manager' && role !== 'Administrator')
	return [...new Set(own.length ? own : roles)]
}

/** Whether this field may be typed into, given the document's state and the level's access. */
export function isFieldWritable(df: DocField, doc: Doc, levels: Map<number, LevelAccess>): boolean {
	if (!levels.get(Number(df.permlevel ?? 0))?.write) return false
	if (isSet(df.set_only_once) && !isNewDoc(doc)) return false
	const docstatus = Number(doc.docstatus ?? 0)
	return docstatus === 0 || (docstatus === 1 && isSet(df.allow_on_submit))
}

/** The workflow may lend writing to one role per state; only the desk enforces this, as on stock. */
export function isStateEditable(meta: MetaDoc, doc: Doc, roles: readonly string[]): boolean {
	const workflow = meta.__workflow_docs?.find((candidate) => isSet(candidate.is_active))
	if (!workflow || isNewDoc(doc)) return true
	const current = doc[workflow.workflow_state_field]
	const rows = (workflow.states ?? []).filter((row) => row.state === current && row.allow_edit)
	return rows.length === 0 || rows.some((row) => roles.includes(row.allow_edit as string))
}
