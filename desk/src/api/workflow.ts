/** Calls about workflow: what may be done now, why something may not, and doing it. */
import type { Doc } from '@/meta/types'
import { xcall } from './client'

export interface Transition { action: string; next_state: string; state?: string; allowed?: string }
export interface ExplainedTransition { action: string; next_state: string; allowed: boolean; role: string; reason?: string; rule?: string }

export const getTransitions = (doc: Doc) => xcall<Transition[]>('frappe.model.workflow.get_transitions', { doc: JSON.stringify(doc) })

/** Every step out of the stored state, with the reason where it is refused. */
export async function explainTransitions(doctype: string, name: string): Promise<ExplainedTransition[]> {
	const rows = await xcall<{ action: string; next_state: string; permitted: number; allowed: string; reason?: string; rule?: string }[]>('frappe.model.workflow.get_actions', { doctype, name })
	return rows.map(({ permitted, allowed, ...row }) => ({ ...row, allowed: Boolean(permitted), role: allowed }))
}

export const applyWorkflow = (doc: Doc, action: string) => xcall<Doc>('frappe.model.workflow.apply_workflow', { doc: JSON.stringify(doc), action })

export const commonActions = (doctype: string, docs: Doc[]) =>
	xcall<string[]>('frappe.model.workflow.get_common_transition_actions', { docs: JSON.stringify(docs), doctype })

export const bulkApply = (doctype: string, names: string[], action: string) =>
	xcall('frappe.model.workflow.bulk_workflow_approval', { docnames: JSON.stringify(names), doctype, action })
