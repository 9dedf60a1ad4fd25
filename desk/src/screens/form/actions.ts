/** Decides which buttons a form has: one primary, the workflow's choices, the rest in menus. */
import { __, t } from '@/i18n'
import { isNewDoc, isSet } from '@/meta/types'
import type { ExplainedTransition } from '@/api/workflow'
import type { FormController } from '@/form/controller'
import { canSubmit } from '@/form/save'

const ROLE_RULE = 'workflow.role'

export type PrimaryKind = 'save' | 'submit' | 'update' | 'script' | 'workflow' | 'none'

export function primaryKind(form: FormController): PrimaryKind {
	const { state, doc } = form
	if (state.primary) return 'script'
	const status = Number(doc.docstatus ?? 0)
	const canWrite = isNewDoc(doc) ? isSet(state.rights.create) : isSet(state.rights.write)
	const needsSave = state.dirty || isNewDoc(doc)
	if (needsSave && canWrite && !state.saveDisabled && !form.isLocked && status < 2) return status === 1 ? 'update' : 'save'
	if (state.stepsKnown && state.transitions.length && !state.dirty) return 'workflow'
	return canSubmit(form) && !state.saveDisabled ? 'submit' : 'none'
}

export interface ActionChoice { action: string; label: string; nextState: string; reason?: string; allowed: boolean }

/** Actions on offer, then those that exist in this state but are refused, with the reason. */
export function workflowChoices(form: FormController): ActionChoice[] {
	if (!form.state.stepsKnown) return []
	// Several roles may hold the same step: it is one choice for the person.
	const steps = new Map(form.state.transitions.map((row) => [`${row.action}|${row.next_state}`, row]))
	const offered = [...steps.values()].map((row) => ({ action: row.action, label: __(row.action), nextState: __(row.next_state), allowed: true }))
	const names = new Set(offered.map((choice) => choice.action))
	return [...offered, ...refusedChoices(form.state.explained.filter((row) => !row.allowed && !names.has(row.action)))]
}

/** A condition is an expression for whoever keeps the workflow, not a sentence for whoever is refused. */
const reasonOf = (row: ExplainedTransition) => (row.rule === 'workflow.condition' ? t('The conditions for this step are not met yet.') : row.reason || t('Not possible now'))

/** One choice per action, although every role that holds it has a row; a reason other than the role says more. */
function refusedChoices(rows: readonly ExplainedTransition[]): ActionChoice[] {
	return [...new Set(rows.map((row) => row.action))].map((action) => {
		const own = rows.filter((row) => row.action === action)
		const telling = own.find((row) => row.rule !== ROLE_RULE)
		const roles = [...new Set(own.map((row) => __(row.role)))].join(', ')
		return { action, label: __(action), nextState: __(own[0]?.next_state), allowed: false, reason: telling ? reasonOf(telling) : t('Only for: {0}.', [roles]) }
	})
}
