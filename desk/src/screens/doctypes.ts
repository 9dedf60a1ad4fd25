/** Decides which DocType a slug of the address means. */
import { getList } from '@/api/lists'
import { slug, unscrub } from '@/meta/format/text'
import { boot, can, readableDoctypes } from '@/stores/boot'
import { loadMeta } from '@/stores/meta'
import { ApiError } from '@/api/errors'

const known = new Map<string, string>()

export async function doctypeOfSlug(text: string): Promise<string | null> {
	const wanted = slug(text)
	const listed = [...readableDoctypes(), ...boot.single_types, ...((boot.user.in_create as string[] | undefined) ?? [])].find((name) => slug(name) === wanted)
	if (listed) return listed
	if (known.has(wanted)) return known.get(wanted) ?? null
	const found = await ask(wanted)
	if (found) known.set(wanted, found)
	return found
}

/** Created after the page was loaded, so boot does not list it: the server knows by title, in any letter case. */
async function ask(wanted: string): Promise<string | null> {
	try {
		// Only who may read DocTypes can ask for their titles; for others the scrubbed name is the one guess.
		const rows = !can('read', 'DocType') ? [] : await getList<{ name: string }>('DocType', { fields: ['name'], filters: { name: wanted.replaceAll('-', ' ') }, limit_page_length: 1 })
		if (rows[0]) return rows[0].name
		return (await loadMeta(unscrub(wanted))).name
	} catch (error) {
		if (error instanceof ApiError && error.status < 500) return null
		throw error
	}
}
