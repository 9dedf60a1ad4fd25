/** frappe.msgprint, throw, confirm, prompt, show_alert and their relatives. */
import { t } from '@/i18n'
import type { DocField } from '@/meta/types'
import { closeDialog, dialogs, toast, toastTone } from '@/stores/dialogs'
import { confirmed, message } from '@/ui/ask'
import MessageDialog from '@/ui/MessageDialog.vue'
import { ScriptDialog } from './dialog'
import { ScriptStop, setValidated } from './validated'

interface MessageArgs { message?: string | string[]; title?: string; indicator?: string; primary_action?: { label?: string; action?: () => unknown }; as_list?: boolean; wide?: boolean; subtitle?: string }

export function msgprint(given: string | string[] | MessageArgs, title?: string): void {
	const args: MessageArgs = typeof given === 'string' || Array.isArray(given) ? { message: given, title } : given
	const items = Array.isArray(args.message) ? args.message : []
	const text = Array.isArray(args.message) ? '' : String(args.message ?? '')
	if (!args.primary_action?.action) return void message(text, args.title, items, args.wide)
	void confirmed(text, { title: args.title, yes: args.primary_action.label ?? t('OK'), no: t('Close') }).then((yes) => yes && args.primary_action?.action?.())
}

/** Closes the messages on screen; questions and dialogs of scripts stay. */
export function hideMessage(): void {
	for (const entry of dialogs.filter((open) => open.component === MessageDialog && !open.props.no)) closeDialog(entry.id)
}

export function throwMessage(given: string | MessageArgs): never {
	setValidated(false)
	msgprint(typeof given === 'string' ? { message: given, title: t('Cannot continue'), indicator: 'red' } : given)
	throw new ScriptStop(typeof given === 'string' ? given : String(given.message ?? ''))
}

export function confirmMessage(text: string, yes?: () => unknown, no?: () => unknown): void {
	void confirmed(text).then((answer) => (answer ? yes?.() : no?.()))
}

export function warn(title: string, html: string, proceed?: () => unknown, label?: string): void {
	void confirmed(html, { title, yes: label ?? t('Continue'), no: t('Cancel'), danger: true }).then((answer) => answer && proceed?.())
}

export function prompt(fields: string | Partial<DocField> | Partial<DocField>[], callback: (values: Record<string, unknown> | string) => unknown, title?: string, primaryLabel?: string): ScriptDialog {
	const isText = typeof fields === 'string'
	const list = isText ? [{ fieldname: 'value', fieldtype: 'Data', label: fields, reqd: 1 as const }] : [fields].flat()
	const dialog = new ScriptDialog({
		title: title ?? t('Enter a value'), fields: list, primary_action_label: primaryLabel ?? t('Continue'),
		primary_action: (values) => {
			dialog.hide()
			callback(isText ? String(values.value ?? '') : values)
		},
	})
	dialog.show()
	return dialog
}

export function showAlert(given: string | MessageArgs, seconds = 7): void {
	const args = typeof given === 'string' ? { message: given } : given
	const text = [args.message, args.subtitle].filter(Boolean).join(' – ').replace(/<[^>]+>/g, '')
	toast(text, toastTone(args.indicator), seconds)
}
