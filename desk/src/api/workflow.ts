/** Calls about workflow: what may be done now, why something may not, and doing it. */
import type { Doc } from '@/meta/types'
import { xcall } from './client'

export interface Transition { action: string; next_state: string; state?: string; allowed?: string }
export interface ExplainedTransition { action: string; next_state: string; allowed: boolean; reason?: string }

export const getTransitions = (doc: Doc) => xcall<Transition[]>('frappe.model.workflow.get_transitions', { doc: JSON.stringify(doc) })

/** Reasons for refused actions. */
export async function explainTransitions(doc: Doc): Promise<ExplainedTransition[]> {
	const answer = await xcall<ExplainedTransition[]>('frappe.model.workflow.explain_transitions', { doc: JSON.stringify(doc) })
	return Array.isArray(answer) ? answer : []
}

export const applyWorkflow = (doc: Doc, action: string) => xcall<Doc>('frappe.model.workflow.apply_workflow', { doc: JSON.stringify(doc), action })

export const commonActions = (doctype: string, docs: Doc[]) =>
	xcall<string[]>('frappe.model.workflow.get_common_transition_actions', { docs: JSON.stringify(docs), doctype })

export const bulkApply = (doctype: string, names: string[], action: string) =>
	xcall('frappe.model.workflow.bulk_workflow_approval', { docnames: JSON.stringify(names), doctype, action })
