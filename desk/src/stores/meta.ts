/** Keeps DocType metadata: one request per DocType and page load, shared by every screen. */
import { shallowReactive } from 'vue'
import { getDoctype } from '@/api/forms'
import { addMessages } from '@/i18n'
import type { MetaDoc } from '@/meta/types'

const metas = shallowReactive(new Map<string, MetaDoc>())
const loading = new Map<string, Promise<MetaDoc>>()
const settings = new Map<string, Record<string, unknown>>()

export class UnknownDoctypeError extends Error {
	override readonly name = 'UnknownDoctypeError'
}

export function metaOf(doctype: string): MetaDoc | undefined {
	return metas.get(doctype)
}

export function loadMeta(doctype: string): Promise<MetaDoc> {
	const known = metas.get(doctype)
	if (known) return Promise.resolve(known)
	const pending = loading.get(doctype) ?? fetchMeta(doctype).finally(() => loading.delete(doctype))
	loading.set(doctype, pending)
	return pending
}

async function fetchMeta(doctype: string): Promise<MetaDoc> {
	const answer = await getDoctype(doctype)
	for (const meta of answer.docs) {
		metas.set(meta.name, meta)
		if (meta.__messages) addMessages(meta.__messages)
	}
	if (answer.settings) settings.set(doctype, parseSettings(answer.settings))
	const meta = metas.get(doctype)
	if (!meta) throw new UnknownDoctypeError(doctype)
	return meta
}

function parseSettings(text: string): Record<string, unknown> {
	const value: unknown = JSON.parse(text || '{}')
	return value && typeof value === 'object' ? (value as Record<string, unknown>) : {}
}

/** What this user last chose for a DocType: filters, order, columns. */
export function userSettings(doctype: string): Record<string, unknown> {
	let known = settings.get(doctype)
	if (!known) settings.set(doctype, (known = {}))
	return known
}

export function forgetMeta(doctype: string): void {
	metas.delete(doctype)
}
