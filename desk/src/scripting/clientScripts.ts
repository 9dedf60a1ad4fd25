/**
 * Client Scripts: each a file of its own, so that a mistake in one is told by its name and harms no other.
 * What the server lists is asked at each opening: a change is live at the next one.
 */
import { request } from '@/api/client'
import { t } from '@/i18n'
import { toast } from '@/stores/dialogs'
import { offSource } from './events'
import { mark } from './sources'

export interface Listed { name: string; version: string }
export interface Mistake { line: number; message: string }
type View = 'Form' | 'List'

/** Version that runs in this page, by the name of the script; the doctype and view it is for. */
const running = new Map<string, { version: string; place: string }>()

/** What to stop and what to load, so that exactly the listed versions run. */
export function plan(listed: readonly Listed[], place: string, known: ReadonlyMap<string, { version: string; place: string }>): { stop: string[]; load: Listed[] } {
	const wanted = new Map(listed.map((each) => [each.name, each.version]))
	const stop = [...known].filter(([name, own]) => own.place === place && wanted.get(name) !== own.version).map(([name]) => name)
	return { stop, load: listed.filter((each) => known.get(each.name)?.version !== each.version) }
}

export async function loadClientScripts(doctype: string, view: View): Promise<void> {
	const place = `${view}:${doctype}`
	const answer = await request(`/desk-script/client-scripts/${encodeURIComponent(doctype)}?view=${view}`, { method: 'GET' }, true)
	const { stop, load } = plan((answer.scripts ?? []) as Listed[], place, running)
	for (const name of stop) {
		offSource(name)
		running.delete(name)
	}
	for (const { name, version } of load) {
		running.set(name, { version, place })
		const mistake = await execute(`/desk-script/client-script/${encodeURIComponent(name)}?v=${version}`, name)
		if (mistake) toast(t('Client Script “{0}”, line {1}: {2}', [name, mistake.line, mistake.message]), 'danger', 12)
	}
}

/** What the browser finds wrong with the stored text, which is read and not run. */
export async function checkClientScript(name: string, version: string): Promise<Mistake | null> {
	return execute(`/desk-script/client-check/${encodeURIComponent(name)}?at=${encodeURIComponent(version)}`, '')
}

function execute(url: string, source: string): Promise<Mistake | null> {
	return new Promise((resolve) => {
		let mistake: Mistake | null = null
		const script = document.createElement('script')
		const hear = (event: ErrorEvent) => {
			if (event.filename !== script.src) return
			mistake = { line: event.lineno, message: event.message.replace(/^Uncaught /, '') }
			event.preventDefault()
		}
		const end = () => {
			window.removeEventListener('error', hear)
			script.remove()
			resolve(mistake)
		}
		if (source) mark(script, source)
		script.src = url
		script.async = false
		script.onload = end
		script.onerror = () => {
			mistake = { line: 0, message: t('could not be loaded') }
			end()
		}
		window.addEventListener('error', hear)
		document.head.append(script)
	})
}
