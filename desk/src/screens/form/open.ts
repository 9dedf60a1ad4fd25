/** Decides how a form begins: an existing document, a new one with prefilled values, a copy, an amendment. */
import type { LocationQuery } from 'vue-router'
import { getDoc } from '@/api/forms'
import { FormController } from '@/form/controller'
import { getLocal } from '@/form/locals'
import { copyDoc, newDoc } from '@/meta/defaults'
import { hasValue } from '@/meta/fieldtypes'
import { isNewDoc, isSet, type Doc, type MetaDoc } from '@/meta/types'
import { loadFormScripts } from '@/scripting/loader'
import { routeState } from '@/scripting/routing'
import { boot } from '@/stores/boot'
import { loadMeta, metaOf } from '@/stores/meta'

const facts = () => ({ user: boot.user.name, userDefaults: boot.user.defaults })

/** Null when the document does not exist. */
export async function openForm(doctype: string, name: string, query: LocationQuery): Promise<FormController | null> {
	const meta = await loadMeta(doctype)
	await loadFormScripts(meta)
	if (isSet(meta.issingle)) return FormController.open(meta, doctype)
	const local = getLocal(doctype, name)
	if (local && isNewDoc(local)) return new FormController(meta, local)
	if (name === 'new' || name.startsWith('new-')) return new FormController(meta, await freshDoc(meta, query))
	return FormController.open(meta, name)
}

async function freshDoc(meta: MetaDoc, query: LocationQuery): Promise<Doc> {
	const source = query.copy ?? query.amend
	if (typeof source === 'string') {
		const loaded = await getDoc(meta.name, source)
		if (loaded.doc) {
			const copy = copyDoc(loaded.doc, meta, metaOf, facts(), Boolean(query.amend))
			if (query.amend) copy.amended_from = source
			return copy
		}
	}
	const doc = newDoc(meta, facts())
	const given = { ...routeState.options, ...query }
	routeState.options = null
	for (const [key, value] of Object.entries(given)) if (meta.fields.some((df) => df.fieldname === key && hasValue(df.fieldtype)) && typeof value === 'string') doc[key] = value
	return doc
}
