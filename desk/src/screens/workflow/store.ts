/** Decides how a flow is loaded and stored: masters that are missing first, then the record, then records of states that left. */
import { xcall } from '@/api/client'
import { getDoc, saveDoc } from '@/api/forms'
import { getList } from '@/api/lists'
import { forgetMeta } from '@/stores/meta'
import { namesOf, newFlow, type FlowDoc } from './model'

const MODULE = 'frappe.workflow.doctype.workflow.workflow'

export interface Flaw { rule: string; level: 'error' | 'warning' | 'note'; text: string; states: string[]; steps: number[] }
export interface Masters { styles: Map<string, string>; actions: Set<string> }

export async function loadFlow(name: string): Promise<FlowDoc | null> {
	if (name === 'new' || name.startsWith('new-workflow')) return newFlow()
	return (await getDoc('Workflow', name)).doc as FlowDoc | null
}

export async function loadMasters(): Promise<Masters> {
	const [states, actions] = await Promise.all([
		getList<{ name: string; style?: string }>('Workflow State', { fields: ['name', 'style'], limit_page_length: 0 }),
		getList<{ name: string }>('Workflow Action Master', { fields: ['name'], limit_page_length: 0 }),
	])
	return { styles: new Map(states.map((row) => [row.name, row.style ?? ''])), actions: new Set(actions.map((row) => row.name)) }
}

export const checkFlow = (doc: FlowDoc): Promise<Flaw[]> => xcall<Flaw[]>(`${MODULE}.check_workflow`, { doc: JSON.stringify(doc) })

/** How many records of the form are in states that the flow does not have any more. */
export async function strandedRecords(doc: FlowDoc): Promise<{ state: string; count: number }[]> {
	const rows = await xcall<Record<string, unknown>[]>(`${MODULE}.get_workflow_state_count`, {
		doctype: doc.document_type, workflow_state_field: doc.workflow_state_field, states: JSON.stringify(namesOf(doc).states),
	})
	return (rows ?? []).map((row) => ({ state: String(row[doc.workflow_state_field]), count: Number(row.count) }))
}

export const moveRecords = (workflow: string, from: string, to: string): Promise<number> => xcall<number>(`${MODULE}.move_records`, { workflow, from_state: from, to_state: to })

/** Makes the states and actions that do not exist yet, with the colours chosen here, and changes colours that were changed. */
export async function storeMasters(doc: FlowDoc, known: Masters, styles: ReadonlyMap<string, string>): Promise<void> {
	const names = namesOf(doc)
	for (const name of names.states) {
		const style = styles.get(name) ?? known.styles.get(name) ?? ''
		if (!known.styles.has(name)) await insert({ doctype: 'Workflow State', workflow_state_name: name, style })
		else if (known.styles.get(name) !== style) await xcall('frappe.client.set_value', { doctype: 'Workflow State', name, fieldname: 'style', value: style })
		known.styles.set(name, style)
	}
	for (const name of names.actions) {
		if (!known.actions.has(name)) await insert({ doctype: 'Workflow Action Master', workflow_action_name: name })
		known.actions.add(name)
	}
}

const insert = (doc: Record<string, unknown>) => xcall('frappe.client.insert', { doc: JSON.stringify(doc) })

export async function storeFlow(doc: FlowDoc): Promise<FlowDoc> {
	const saved = (await saveDoc(doc, 'Save')).doc as FlowDoc
	forgetMeta(saved.document_type)
	return saved
}
