/** Keeps the readable titles of linked records, so that lists and forms show words instead of codes. */
import { reactive } from 'vue'
import { xcall } from '@/api/client'
import { __ } from '@/i18n'
import { boot } from './boot'

const titles = reactive(new Map<string, string>())
const asked = new Set<string>()
const keyOf = (doctype: string, name: string) => `${doctype}::${name}`

export function addLinkTitles(found: Record<string, string>): void {
	for (const [key, title] of Object.entries(found)) if (title) titles.set(key, title)
}

export function setLinkTitle(doctype: string, name: string, title: string): void {
	titles.set(keyOf(doctype, name), title)
}

/** Title of a record when its DocType shows titles in links; asks the server once, answers the name meanwhile. */
export function linkTitle(doctype: string, name: string): string {
	if (doctype === 'User') return boot.user_info[name]?.fullname || name
	const key = keyOf(doctype, name)
	const known = titles.get(key)
	if (known !== undefined) return known
	if (name && boot.link_title_doctypes.includes(doctype) && !asked.has(key)) void ask(doctype, name, key)
	return name
}

const TRANSLATED = new Set(['Workflow State', 'Workflow Action Master', 'Role', 'DocType', 'User Type', 'Module Def'])

/** What people read for a linked record: translated names for the framework's own masters, titles for the rest. */
export function linkText(doctype: string, name: string): string {
	const isTranslated = TRANSLATED.has(doctype) || (boot.translated_doctypes as string[] | undefined)?.includes(doctype)
	return isTranslated ? __(name) : linkTitle(doctype, name)
}

async function ask(doctype: string, docname: string, key: string): Promise<void> {
	asked.add(key)
	const title = await xcall<string | undefined>('frappe.desk.search.get_link_title', { doctype, docname }).catch(() => undefined)
	if (title) titles.set(key, title)
}
