/** Loads apps' scripts as versioned URLs, each once and in order; nothing is ever evaluated from text. */
import { hashText } from '@/meta/format/text'
import type { MetaDoc } from '@/meta/types'
import { loadClientScripts } from './clientScripts'

type Kind = 'form' | 'list' | 'tree' | 'calendar' | 'report' | 'page'
const loaded = new Map<string, Promise<void>>()

export function loadScript(url: string): Promise<void> {
	let pending = loaded.get(url)
	if (!pending) loaded.set(url, (pending = append(url)))
	return pending
}

function append(url: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const script = document.createElement('script')
		script.src = url
		script.async = false
		script.onload = () => resolve()
		script.onerror = () => {
			loaded.delete(url)
			reject(new Error(`${url} could not be loaded`))
		}
		document.head.append(script)
	})
}

export function loadStyle(url: string): void {
	if (document.querySelector(`link[href="${CSS.escape(url)}"]`)) return
	const link = document.createElement('link')
	link.rel = 'stylesheet'
	link.href = url
	document.head.append(link)
}

/** `text` is what the server would send: empty means there is no script, its hash is the version. */
export async function loadDeskScript(kind: Kind, name: string, text: unknown): Promise<void> {
	if (typeof text !== 'string' || !text.trim()) return
	await loadScript(`/desk-script/${kind}/${encodeURIComponent(name)}?v=${hashText(text)}`)
}

export async function loadFormScripts(meta: MetaDoc): Promise<void> {
	await loadDeskScript('form', meta.name, meta.__js)
	await loadClientScripts(meta.name, 'Form')
}

export async function loadListScripts(meta: MetaDoc): Promise<void> {
	await loadDeskScript('list', meta.name, meta.__list_js)
	await loadClientScripts(meta.name, 'List')
}
