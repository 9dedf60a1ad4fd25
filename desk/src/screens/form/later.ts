/** What a form offers for later: a copy at fixed times, a word to oneself. */
import { xcall } from '@/api/client'
import type { FormController } from '@/form/controller'
import { t } from '@/i18n'
import { slug } from '@/meta/format/text'
import { isSet, type DocField } from '@/meta/types'
import { ScriptDialog } from '@/scripting/dialog'
import { frappeDatetime } from '@/scripting/datetime'
import { toast } from '@/stores/dialogs'

export const FREQUENCIES = ['Daily', 'Weekly', 'Monthly', 'Quarterly', 'Half-yearly', 'Yearly'] as const
const REPEAT = 'frappe.automation.doctype.auto_repeat.auto_repeat.make_auto_repeat'
const REMIND = 'frappe.automation.doctype.reminder.reminder.create_new_reminder'

/** The repetition of a record, where it has one. */
export const repetitionOf = (form: Pick<FormController, 'doc'>): string => String(form.doc.auto_repeat ?? '')
export const canRepeat = (form: Pick<FormController, 'meta'>): boolean => isSet(form.meta.allow_auto_repeat)
export const repetitionPath = (name: string): string => `/app/${slug('Auto Repeat')}/${encodeURIComponent(name)}`

export function repeatFields(): Partial<DocField>[] {
	return [
		{ fieldname: 'frequency', fieldtype: 'Select', label: t('How often'), options: FREQUENCIES.join('\n'), default: 'Monthly', reqd: 1 },
		{ fieldname: 'start_date', fieldtype: 'Date', label: t('From which day'), default: frappeDatetime.get_today(), reqd: 1 },
		{ fieldname: 'end_date', fieldtype: 'Date', label: t('Until which day'), description: t('Left empty, it goes on until it is switched off.') },
	]
}

export function repeatDialog(form: FormController, open: (path: string) => unknown): void {
	const dialog: ScriptDialog = new ScriptDialog({
		title: t('Repeat {0}', [form.title]), fields: repeatFields(), primary_action_label: t('Repeat'),
		primary_action: async (values) => {
			const made = await xcall<{ name: string }>(REPEAT, { doctype: form.meta.name, docname: form.doc.name, ...values })
			dialog.hide()
			toast(t('A copy will be made at each of these dates.'))
			await open(repetitionPath(made.name))
		},
	})
	dialog.show()
}

export function remindDialog(form: FormController): void {
	const dialog: ScriptDialog = new ScriptDialog({
		title: t('Remind me'), primary_action_label: t('Remind me'),
		fields: [
			{ fieldname: 'remind_at', fieldtype: 'Datetime', label: t('When'), reqd: 1, default: `${frappeDatetime.add_days(frappeDatetime.get_today(), 1)} 08:00:00` },
			{ fieldname: 'description', fieldtype: 'Small Text', label: t('What about'), reqd: 1, default: form.title },
		],
		primary_action: async (values) => {
			await xcall(REMIND, { ...values, reminder_doctype: form.meta.name, reminder_docname: form.doc.name })
			dialog.hide()
			toast(t('You will find it under the bell at that time.'))
		},
	})
	dialog.show()
}
