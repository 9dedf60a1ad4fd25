/** Decides what saving means: scripts' checks, required fields, the server, and what a refusal looks like. */
import { ApiError, fieldErrors } from '@/api/errors'
import { saveDoc, type SaveAction } from '@/api/forms'
import { serverText } from '@/api/texts'
import { applyWorkflow } from '@/api/workflow'
import { __, t } from '@/i18n'
import { missingFields } from '@/meta/mandatory'
import { isNewDoc, isSet } from '@/meta/types'
import { isStopped, resetValidated, ScriptStop } from '@/scripting/validated'
import { openDialog, toast } from '@/stores/dialogs'
import ConflictDialog from './ConflictDialog.vue'
import type { FormController } from './controller'
import { renameHosts } from './htmlHosts'
import { snapshot } from './state'

const DONE: Record<SaveAction, string> = { Save: 'Saved', Submit: 'Submitted', Update: 'Updated', Cancel: 'Cancelled' }

/** True when the server has taken the document. */
export async function saveForm(form: FormController, action: SaveAction = 'Save'): Promise<boolean> {
	if (form.state.saving) return false
	try {
		if (action !== 'Cancel' && !(await passesChecks(form, action))) return false
		if (action === 'Cancel') await form.trigger('before_cancel')
		if (isStopped()) return false
	} catch (error) {
		if (!(error instanceof ScriptStop)) throw error
		return false
	}
	return send(form, action)
}

async function passesChecks(form: FormController, action: SaveAction): Promise<boolean> {
	resetValidated()
	form.state.errors = {}
	form.state.rowErrors = {}
	form.state.problem = ''
	for (const event of ['validate', 'before_save', ...(action === 'Submit' ? ['before_submit'] : [])]) await form.trigger(event)
	if (isStopped()) return false
	return hasAllRequired(form)
}

function hasAllRequired(form: FormController): boolean {
	const labels: string[] = []
	for (const { df } of missingFields(form.pipeline())) {
		form.state.errors[df.fieldname] = ''
		labels.push(__(df.label ?? df.fieldname))
	}
	for (const table of form.tables.filter((df) => df.fieldtype === 'Table'))
		for (const row of (form.doc[table.fieldname] as typeof form.doc[] | undefined) ?? [])
			for (const { df } of missingFields(form.rowPipeline(table, row, false))) {
				;(form.state.rowErrors[row.name] ??= {})[df.fieldname] = t('Fill in this field.')
				labels.push(t('{0}, row {1}: {2}', [__(table.label), row.idx, __(df.label ?? df.fieldname)]))
			}
	if (!labels.length) return true
	Object.assign(form.state, { problem: t('Still empty: {0}', [labels.join(', ')]), problemTitle: '' })
	showFirstError(form)
	return false
}

async function send(form: FormController, action: SaveAction): Promise<boolean> {
	const { state } = form
	const sent = snapshot(form.doc)
	state.saving = true
	try {
		const loaded = await saveDoc(sent, action)
		if (isNewDoc(sent) && loaded.doc) renameHosts(sent.doctype, sent.name, loaded.doc.name)
		form.accept({ ...loaded, docinfo: { ...state.docinfo, ...loaded.docinfo } })
		form.state.dirty = false
		await finished(form, action, sent.name)
		return true
	} catch (error) {
		refuse(form, error)
		return false
	} finally {
		state.saving = false
	}
}

async function finished(form: FormController, action: SaveAction, oldName: string): Promise<void> {
	if (action === 'Submit') await form.trigger('on_submit')
	if (action === 'Cancel') await form.trigger('after_cancel')
	else await form.trigger('after_save')
	await form.refresh()
	toast(t(DONE[action]))
	if (form.doc.name !== oldName) form.onNamed(form.doc.name)
}

function refuse(form: FormController, error: unknown): void {
	if (!(error instanceof ApiError)) throw error
	if (error.isConflict) return void openDialog(ConflictDialog, { form })
	const told = serverText(error)
	Object.assign(form.state, { problem: told.text, problemTitle: told.title })
	const labelled = form.meta.fields.filter((df) => df.label).map((df) => ({ fieldname: df.fieldname, label: df.label as string, translated: __(df.label) }))
	form.state.errors = fieldErrors(error, labelled)
	showFirstError(form)
}

/** Opens the tab of the first marked field and brings it into view. */
export function showFirstError(form: FormController): void {
	const marked = Object.keys(form.state.errors)
	const tables = form.tables.filter((df) => ((form.doc[df.fieldname] as { name: string }[] | undefined) ?? []).some((row) => form.state.rowErrors[row.name]))
	const first = form.meta.fields.find((df) => marked.includes(df.fieldname) || tables.includes(df))
	if (first) scrollToField(form, first.fieldname)
	else window.scrollTo({ top: 0, behavior: 'smooth' })
}

export function scrollToField(form: FormController, fieldname: string): void {
	const tab = form.layout().find((candidate) => candidate.sections.some((s) => s.columns.some((c) => c.fields.some((f) => f.df.fieldname === fieldname))))
	if (tab) form.state.activeTab = tab.key
	setTimeout(() => {
		const element = document.querySelector(`[data-form] [data-fieldname="${CSS.escape(fieldname)}"]`)
		element?.scrollIntoView({ block: 'center', behavior: 'smooth' })
		element?.querySelector<HTMLElement>('input, select, textarea, button, [contenteditable]')?.focus({ preventScroll: true })
	}, 60)
}

/** Applies a workflow action; unsaved changes are saved first, since the server takes its own stored copy. */
export async function runWorkflowAction(form: FormController, action: string): Promise<boolean> {
	if (form.state.dirty && !(await saveForm(form))) return false
	try {
		// Scripts may ask for a reason and save it here, so the form is not marked as saving yet.
		form.frm.selected_workflow_action = action
		await form.trigger('before_workflow_action')
		form.state.saving = true
		await applyWorkflow(snapshot(form.doc), action)
		await form.reload()
		await form.trigger('after_workflow_action')
		toast(t('Done: {0}', [__(action)]))
		return true
	} catch (error) {
		if (error instanceof ScriptStop) return false
		refuse(form, error)
		return false
	} finally {
		form.state.saving = false
	}
}

export const canSubmit = (form: FormController) =>
	isSet(form.meta.is_submittable) && Number(form.doc.docstatus ?? 0) === 0 && !isNewDoc(form.doc) && isSet(form.state.rights.submit) && !form.workflow
