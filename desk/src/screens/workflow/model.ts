/** Decides how rows of a Workflow are edited: people see one step with several roles, the record has a row per role. */
import type { Doc } from '@/meta/types'

export interface StateRow {
	name?: string; idx?: number; state: string; doc_status: string; allow_edit: string
	update_field?: string; update_value?: string; message?: string; next_action_email_template?: string
	is_optional_state?: 0 | 1; avoid_status_override?: 0 | 1
	[key: string]: unknown
}
export interface TransitionRow {
	name?: string; idx?: number; state: string; action: string; next_state: string; allowed: string
	allow_self_approval?: 0 | 1; condition?: string | null
	[key: string]: unknown
}
export interface FlowDoc extends Doc {
	workflow_name: string; document_type: string; is_active: 0 | 1; override_status: 0 | 1; send_email_alert: 0 | 1
	workflow_state_field: string; workflow_data?: string | null; states: StateRow[]; transitions: TransitionRow[]
}
/** What one person reads as one step: rows that differ in their role only. */
export interface Step {
	state: string; action: string; next_state: string; roles: string[]
	allow_self_approval: 0 | 1; condition: string
	rows: TransitionRow[]
}

export function newFlow(): FlowDoc {
	return {
		doctype: 'Workflow', name: 'new-workflow-1', __islocal: 1, __unsaved: 1, workflow_name: '', document_type: '', is_active: 1, override_status: 0,
		send_email_alert: 0, workflow_state_field: 'workflow_state', states: [], transitions: [],
	}
}

const keyOf = (row: TransitionRow) => [row.state, row.action, row.next_state, Number(row.allow_self_approval ?? 1), row.condition ?? ''].join('\u0000')

/** Steps in the order of their first row. */
export function stepsOf(transitions: readonly TransitionRow[]): Step[] {
	const found = new Map<string, Step>()
	for (const row of transitions) {
		const step = found.get(keyOf(row))
		if (step) {
			step.roles.push(row.allowed)
			step.rows.push(row)
		} else {
			found.set(keyOf(row), {
				state: row.state, action: row.action, next_state: row.next_state, roles: [row.allowed],
				allow_self_approval: Number(row.allow_self_approval ?? 1) ? 1 : 0, condition: row.condition ?? '', rows: [row],
			})
		}
	}
	return [...found.values()]
}

export type StepValues = Omit<Step, 'rows'>

/** The rows after a step was changed, or added when there was none: a role keeps its row, and the place stays. */
export function writeStep(transitions: readonly TransitionRow[], values: StepValues, old?: Step): TransitionRow[] {
	const { roles, ...shared } = values
	const rows = [...new Set(roles)].map((role): TransitionRow => ({ ...(old?.rows.find((row) => row.allowed === role) ?? { doctype: 'Workflow Transition', __islocal: 1 }), ...shared, allowed: role }))
	if (!old) return numbered([...transitions, ...rows])
	const at = transitions.findIndex((row) => old.rows.includes(row))
	const kept = transitions.filter((row) => !old.rows.includes(row))
	kept.splice(at < 0 ? kept.length : at, 0, ...rows)
	return numbered(kept)
}

export const withoutStep = (transitions: readonly TransitionRow[], step: Step): TransitionRow[] => numbered(transitions.filter((row) => !step.rows.includes(row)))

/** Replaces or adds a state; steps follow a new name. */
export function writeState(doc: FlowDoc, values: StateRow, old?: StateRow): void {
	if (!old) {
		doc.states = numbered([...doc.states, { doctype: 'Workflow Document State', __islocal: 1, ...values }])
		return
	}
	doc.states = doc.states.map((row) => (row === old ? { ...row, ...values } : row))
	if (old.state === values.state) return
	doc.transitions = doc.transitions.map((row) => ({
		...row, state: row.state === old.state ? values.state : row.state, next_state: row.next_state === old.state ? values.state : row.next_state,
	}))
}

/** Takes a state out, and with it every step from or to it. */
export function removeState(doc: FlowDoc, old: StateRow): void {
	doc.states = numbered(doc.states.filter((row) => row !== old))
	doc.transitions = numbered(doc.transitions.filter((row) => row.state !== old.state && row.next_state !== old.state))
}

export function moveState(doc: FlowDoc, row: StateRow, by: number): boolean {
	const from = doc.states.indexOf(row)
	const to = from + by
	if (from < 0 || to < 0 || to >= doc.states.length) return false
	const rows = [...doc.states]
	rows.splice(to, 0, ...rows.splice(from, 1))
	doc.states = numbered(rows)
	return true
}

function numbered<T extends { idx?: number }>(rows: T[]): T[] {
	rows.forEach((row, i) => { row.idx = i + 1 })
	return rows
}

export interface Names { states: string[]; actions: string[] }

/** Names that the flow uses. */
export function namesOf(doc: Pick<FlowDoc, 'states' | 'transitions'>): Names {
	return { states: [...new Set(doc.states.map((row) => row.state))], actions: [...new Set(doc.transitions.map((row) => row.action))] }
}

/** What keeps the flow from being stored at all, as a text key and its values; the server says the rest. */
export function missing(doc: FlowDoc): { text: string; values?: string[] } | null {
	if (!doc.document_type) return { text: 'Choose the form first.' }
	if (!doc.workflow_name.trim()) return { text: 'Give the flow a name.' }
	if (!doc.states.length) return { text: 'Add at least one state.' }
	const unowned = doc.states.find((row) => !row.allow_edit)
	return unowned ? { text: 'Who may edit in the state {0}?', values: [unowned.state] } : null
}
