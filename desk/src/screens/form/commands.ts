/** What the menu of a form does: submit, cancel, amend, rename, delete, copy the link. */
import type { Router } from 'vue-router'
import { deleteDoc, renameDoc } from '@/api/forms'
import type { FormController } from '@/form/controller'
import { saveForm } from '@/form/save'
import { t } from '@/i18n'
import { slug } from '@/meta/format/text'
import { prompt } from '@/scripting/messages'
import { showError, toast } from '@/stores/dialogs'
import { confirmed } from '@/ui/ask'

const listPath = (form: FormController) => `/app/${slug(form.meta.name)}`

export async function submitDoc(form: FormController): Promise<void> {
	if (form.state.dirty && !(await saveForm(form))) return
	if (await confirmed(t('Submit {0} for good? It can only be cancelled afterwards, not edited.', [form.title]), { title: t('Submit'), yes: t('Submit'), no: t('Go back') })) await saveForm(form, 'Submit')
}

export async function cancelDoc(form: FormController): Promise<void> {
	if (await confirmed(t('Cancel {0} for good? This cannot be undone.', [form.title]), { title: t('Cancel document'), yes: t('Cancel document'), no: t('Go back'), danger: true })) await saveForm(form, 'Cancel')
}

export async function amend(form: FormController, router: Router): Promise<void> {
	await router.push(`${listPath(form)}/new?amend=${encodeURIComponent(form.doc.name)}`)
}

export function renameDialog(form: FormController): void {
	prompt([{ fieldname: 'name', fieldtype: 'Data', label: t('New code'), reqd: 1, default: form.doc.name }], (values) => void rename(form, String((values as Record<string, unknown>).name)), t('Rename {0}', [form.doc.name]), t('Rename'))
}

async function rename(form: FormController, name: string): Promise<void> {
	try {
		const given = await renameDoc(form.meta.name, form.doc.name, name)
		toast(t('Renamed to {0}', [given || name]))
		form.onNamed(given || name)
	} catch (error) {
		showError(error)
	}
}

export async function removeDoc(form: FormController, router: Router): Promise<void> {
	if (!(await confirmed(t('Delete {0} for good?', [form.title]), { title: t('Delete'), yes: t('Delete'), no: t('Keep it'), danger: true }))) return
	try {
		await deleteDoc(form.meta.name, form.doc.name)
		form.state.dirty = false
		toast(t('Deleted'))
		await router.push(listPath(form))
	} catch (error) {
		showError(error)
	}
}

export function copyLink(): void {
	void navigator.clipboard.writeText(location.href).then(() => toast(t('Copied')))
}
