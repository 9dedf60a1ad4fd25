/** Writing a mail from a form: who gets it, words of a template, the print that goes with it. */
import { xcall } from '@/api/client'
import type { FormController } from '@/form/controller'
import { __, t } from '@/i18n'
import { stripHtml } from '@/meta/format/text'
import type { Doc, DocField, MetaDoc } from '@/meta/types'
import { ScriptDialog } from '@/scripting/dialog'
import { toast } from '@/stores/dialogs'

const TEMPLATE = 'frappe.email.doctype.email_template.email_template.get_email_template'
const MAKE = 'frappe.core.doctype.communication.email.make'

/** Addresses that the record holds as such, each once; people named in it are not written to unasked. */
export function addressesOf(meta: Pick<MetaDoc, 'fields'>, doc: Doc): string[] {
	const holders = meta.fields.filter((df) => df.fieldtype === 'Data' && df.options === 'Email')
	const found = holders.map((df) => String(doc[df.fieldname] ?? '').trim()).filter((value) => value.includes('@'))
	return [...new Set(found)]
}

export interface MailValues { recipients?: unknown; cc?: unknown; subject?: unknown; content?: unknown; email_template?: unknown; attach_print?: unknown; send_me_a_copy?: unknown }

/** What `make` is called with. */
export function mailArguments(doctype: string, name: string, printFormat: string, values: MailValues): Record<string, unknown> {
	return {
		doctype, name, recipients: values.recipients, cc: values.cc || undefined, subject: values.subject, content: values.content,
		email_template: values.email_template || undefined, send_email: 1, now: 1, send_me_a_copy: values.send_me_a_copy ? 1 : 0,
		print_format: values.attach_print ? printFormat : undefined,
	}
}

export function mailFields(form: FormController): Partial<DocField>[] {
	return [
		{ fieldname: 'recipients', fieldtype: 'Data', label: t('To whom'), reqd: 1, default: addressesOf(form.meta, form.doc).join(', '), description: t('Several addresses are separated by commas.') },
		{ fieldname: 'cc', fieldtype: 'Data', label: t('Copy to') },
		{ fieldname: 'email_template', fieldtype: 'Link', options: 'Email Template', label: t('Start from a template') },
		{ fieldname: 'subject', fieldtype: 'Data', label: t('Subject'), reqd: 1, default: `${__(form.meta.name)}: ${form.title}` },
		{ fieldname: 'content', fieldtype: 'Text Editor', label: t('What the mail says'), reqd: 1 },
		{ fieldname: 'attach_print', fieldtype: 'Check', label: t('Attach the print of this record') },
		{ fieldname: 'send_me_a_copy', fieldtype: 'Check', label: t('Send me a copy') },
	]
}

export function mailDialog(form: FormController): void {
	const fields = mailFields(form)
	const dialog: ScriptDialog = new ScriptDialog({
		title: t('Send by e-mail'), size: 'large', fields, primary_action_label: t('Send'),
		primary_action: async (values) => {
			await xcall(MAKE, mailArguments(form.meta.name, form.doc.name, String(form.meta.default_print_format || 'Standard'), values))
			dialog.hide()
			toast(t('The mail is on its way'))
			await form.reloadInfo()
		},
	})
	const template = dialog.fields.find((df) => df.fieldname === 'email_template')
	if (template) template.onchange = () => fill(dialog, form)
	dialog.show()
}

/** The words of the chosen template take the place of what stands there. */
async function fill(dialog: ScriptDialog, form: FormController): Promise<void> {
	const name = String(dialog.get_value('email_template') ?? '')
	if (!name) return
	const words = await xcall<{ subject: string; message: string }>(TEMPLATE, { template_name: name, doc: JSON.stringify(form.doc) })
	await dialog.set_values({ subject: stripHtml(words.subject), content: words.message })
}
