/** Calls about workflow: what may be done now, why something may not, and doing it. */
import type { Doc } from '@/meta/types'
import { call, xcall } from './client'

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

export interface BulkRow { name: string; reason: string | null }

/** A row per record with the reason where it was refused; null when there are so many that the work goes on in the background. */
export async function bulkApply(doctype: string, names: string[], action: string): Promise<BulkRow[] | null> {
	const answer = await call('frappe.model.workflow.bulk_workflow_approval', { docnames: JSON.stringify(names), doctype, action }, { quiet: true })
	return (answer.bulk_report as BulkRow[] | undefined) ?? null
}
