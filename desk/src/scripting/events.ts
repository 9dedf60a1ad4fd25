/**
 * The registry behind frappe.ui.form.on: handlers per DocType and event, run one after another,
 * promises awaited, in the order of registration; old-style cscript handlers come last.
 */
import { t } from '@/i18n'
import { toast } from '@/stores/dialogs'
import type { Frm } from './frm'
import { remember, sourceOf } from './sources'
import { ScriptStop, setValidated } from './validated'

export type Handler = (frm: Frm, cdt: string, cdn: string) => unknown
const handlers = new Map<string, Map<string, Handler[]>>()

export function on(doctype: string, events: Record<string, Handler> | string, handler?: Handler): void {
	const entries = typeof events === 'string' ? [[events, handler] as const] : Object.entries(events)
	const known = handlers.get(doctype) ?? new Map<string, Handler[]>()
	handlers.set(doctype, known)
	for (const [event, fn] of entries) {
		if (typeof fn !== 'function') continue
		remember(fn)
		known.set(event, [...(known.get(event) ?? []), fn])
	}
}

/** Takes back what a Client Script has registered. */
export function offSource(source: string): void {
	for (const known of handlers.values()) for (const [event, list] of known) known.set(event, list.filter((handler) => sourceOf(handler) !== source))
}

export function off(doctype: string, event: string): void {
	handlers.get(doctype)?.delete(event)
}

export function handlersOf(doctype: string, event: string): readonly Handler[] {
	return handlers.get(doctype)?.get(event) ?? []
}

export function eventNames(doctype: string): string[] {
	return [...(handlers.get(doctype)?.keys() ?? [])]
}

export async function runFormEvent(frm: Frm, event: string, cdt: string, cdn: string): Promise<void> {
	let source = ''
	try {
		for (const handler of [...handlersOf(cdt, event)]) {
			source = sourceOf(handler)
			await handler(frm, cdt, cdn)
		}
		source = ''
		for (const name of [event, `custom_${event}`]) {
			const old = frm.cscript[name]
			if (typeof old === 'function') await (old as (...args: unknown[]) => unknown).call(frm.cscript, frm.doc, cdt, cdn)
		}
	} catch (error) {
		if (error instanceof ScriptStop) {
			setValidated(false)
			throw error
		}
		// A broken script of an app must be seen, but must not take the whole form away.
		const { message } = error as Error
		toast(source ? t('Client Script “{0}” failed ({1}): {2}', [source, event, message]) : t('A form script failed ({0}): {1}', [event, message]), 'danger', 12)
	}
}
