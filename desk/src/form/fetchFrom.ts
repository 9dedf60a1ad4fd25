/** Copies values of a linked record into fields that say `fetch_from: "link.source"`, as soon as the link changes. */
import { call } from '@/api/client'
import { isSet, type Doc, type DocField } from '@/meta/types'

interface Fetched { df: DocField; source: string }

export function fetchedBy(fields: readonly DocField[], link: string): Fetched[] {
	return fields
		.filter((df) => df.fetch_from?.startsWith(`${link}.`))
		.map((df) => ({ df, source: (df.fetch_from as string).split('.')[1] as string }))
}

/** `extra`: pairs added by frm.add_fetch. Calls `set` for every target; an empty link empties them. */
export async function fetchLinked(fields: readonly DocField[], extra: readonly { source: string; target: string }[], doc: Doc, link: DocField, set: (fieldname: string, value: unknown) => unknown): Promise<void> {
	const targets = [...fetchedBy(fields, link.fieldname).map(({ df, source }) => ({ source, target: df.fieldname, keep: isSet(df.fetch_if_empty) })), ...extra.map((pair) => ({ ...pair, keep: false }))]
	const wanted = targets.filter((pair) => !pair.keep || !doc[pair.target])
	const doctype = link.fieldtype === 'Dynamic Link' ? String(doc[String(link.options)] ?? '') : String(link.options ?? '')
	const docname = doc[link.fieldname]
	if (!wanted.length || !doctype) return
	const values = docname ? await linkedValues(doctype, String(docname), wanted.map((pair) => pair.source)) : {}
	for (const { source, target } of wanted) await set(target, values[source] ?? '')
}

async function linkedValues(doctype: string, docname: string, fields: string[]): Promise<Record<string, unknown>> {
	const answer = await call('frappe.client.validate_link', { doctype, docname, fields: JSON.stringify([...new Set(fields)]) }, { quiet: true })
	return (answer.message ?? {}) as Record<string, unknown>
}
