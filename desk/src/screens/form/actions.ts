/** Decides which buttons a form has: one primary, the workflow's choices, the rest in menus. */
import { __, t } from '@/i18n'
import { isNewDoc, isSet } from '@/meta/types'
import type { FormController } from '@/form/controller'
import { canSubmit } from '@/form/save'
import { boot } from '@/stores/boot'

export type PrimaryKind = 'save' | 'submit' | 'update' | 'script' | 'workflow' | 'none'

export function primaryKind(form: FormController): PrimaryKind {
	const { state, doc } = form
	if (state.primary) return 'script'
	const status = Number(doc.docstatus ?? 0)
	const canWrite = isNewDoc(doc) ? isSet(state.rights.create) : isSet(state.rights.write)
	const needsSave = state.dirty || isNewDoc(doc)
	if (needsSave && canWrite && !state.saveDisabled && !form.isLocked && status < 2) return status === 1 ? 'update' : 'save'
	if (state.transitions.length && !state.dirty) return 'workflow'
	return canSubmit(form) && !state.saveDisabled ? 'submit' : 'none'
}

export interface ActionChoice { action: string; label: string; nextState: string; reason?: string; allowed: boolean }

/** Actions on offer, then those that exist in this state but are refused, with the reason. */
export function workflowChoices(form: FormController): ActionChoice[] {
	// Several roles may hold the same step: it is one choice for the person.
	const steps = new Map(form.state.transitions.map((row) => [`${row.action}|${row.next_state}`, row]))
	const offered = [...steps.values()].map((row) => ({ action: row.action, label: __(row.action), nextState: __(row.next_state), allowed: true }))
	const names = new Set(offered.map((choice) => choice.action))
	const told = form.state.explained.filter((row) => !row.allowed && !names.has(row.action))
	const refused = told.length
		? told.map((row) => ({ action: row.action, label: __(row.action), nextState: __(row.next_state), allowed: false, reason: row.reason ? __(row.reason) : t('Not possible now') }))
		: form.state.explained.length ? [] : refusedByRole(form, names)
	return [...offered, ...refused]
}

/** Without the server's reasons the workflow itself tells which role an action waits for. */
function refusedByRole(form: FormController, offered: ReadonlySet<string>): ActionChoice[] {
	const workflow = form.workflow
	if (!workflow || isNewDoc(form.doc)) return []
	const current = form.doc[workflow.workflow_state_field]
	const found = ((workflow.transitions ?? []) as { state: string; action: string; next_state: string; allowed: string }[]).filter((row) => row.state === current && !offered.has(row.action))
	const actions = [...new Set(found.map((row) => row.action))]
	return actions.map((action) => {
		const rows = found.filter((row) => row.action === action)
		const hasRole = rows.some((row) => boot.user.roles.includes(row.allowed))
		const roles = [...new Set(rows.map((row) => __(row.allowed)))].join(', ')
		return { action, label: __(action), nextState: __(rows[0]?.next_state), allowed: false, reason: hasRole ? t('The conditions for this step are not met yet.') : t('Only for: {0}.', [roles]) }
	})
}
