/** Keeps the element behind every HTML field, so that a script may fill it before or after it is on the page. */
import type { Doc } from '@/meta/types'

const hosts = new Map<string, HTMLElement>()

export function htmlHost(doc: Pick<Doc, 'doctype' | 'name'>, fieldname: string, parent?: HTMLElement): HTMLElement {
	const key = `${doc.doctype}\u0000${doc.name}\u0000${fieldname}`
	let host = hosts.get(key)
	if (!host) hosts.set(key, (host = document.createElement('div')))
	if (parent && host.parentElement !== parent) parent.replaceChildren(host)
	return host
}

/** A new document got its name: what scripts have put on the page stays. */
export function renameHosts(doctype: string, from: string, to: string): void {
	const old = `${doctype}\u0000${from}\u0000`
	for (const [key, host] of [...hosts]) {
		if (!key.startsWith(old)) continue
		hosts.delete(key)
		hosts.set(`${doctype}\u0000${to}\u0000${key.slice(old.length)}`, host)
	}
}
