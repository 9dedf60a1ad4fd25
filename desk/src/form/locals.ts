/** Every document this page knows, as scripts expect it in `locals[doctype][name]`. Reactive, so direct writes redraw. */
import { reactive } from 'vue'
import type { Doc } from '@/meta/types'

export const locals = reactive<Record<string, Record<string, Doc>>>({})

export function addLocal(doc: Doc): Doc {
	const table = (locals[doc.doctype] ??= {})
	table[doc.name] = doc
	const known = table[doc.name] as Doc
	for (const value of Object.values(known)) {
		if (!Array.isArray(value)) continue
		for (const row of value) if (row && typeof row === 'object' && row.doctype && row.name) (locals[row.doctype as string] ??= {})[row.name as string] = row
	}
	return known
}

export function getLocal(doctype: string, name: string): Doc | undefined {
	return locals[doctype]?.[name]
}

export function removeLocal(doctype: string, name: string): void {
	const table = locals[doctype]
	if (table) delete table[name]
}
