/** Decides the one coloured word that tells a document's state, in the order of stock Frappe v15. */
import { workflowStateField } from './listColumns'
import { isNewDoc, isSet, type Doc, type MetaDoc } from './types'

export type Tone = 'gray' | 'red' | 'orange' | 'yellow' | 'green' | 'blue' | 'purple' | 'black'
export interface Indicator { label: string; tone: Tone }
export type GetIndicator = (doc: Doc) => readonly unknown[] | undefined

const STYLE_TONES: Record<string, Tone> = {
	Success: 'green', Warning: 'orange', Danger: 'red', Primary: 'blue', Inverse: 'black', Info: 'blue',
}
const TONES: Record<string, Tone> = {
	blue: 'blue', cyan: 'blue', 'light blue': 'blue', 'light-blue': 'blue', gray: 'gray', grey: 'gray', darkgrey: 'gray',
	green: 'green', orange: 'orange', pink: 'red', purple: 'purple', red: 'red', yellow: 'yellow', black: 'black',
}
const GUESSES: [Tone, string[]][] = [
	['green', ['approved', 'closed', 'completed', 'complete', 'done', 'active', 'effective', 'passed', 'success', 'paid', 'enabled', 'verified', 'concluded', 'in force']],
	['red', ['rejected', 'overdue', 'failed', 'error', 'cancelled', 'not approved', 'expired', 'major']],
	['orange', ['pending', 'pending approval', 'waiting', 'review', 'in review', 'under review', 'issued', 'awaiting verification', 'unpaid', 'partially', 'minor', 'hold', 'on hold']],
	['blue', ['submitted', 'running', 'in progress', 'started', 'planned', 'open', 'new', 'held', 'answered', 'recording']],
]

/** Colour of a Workflow State's style. */
export function styleTone(style: string | undefined): Tone | undefined {
	return STYLE_TONES[style ?? '']
}

export interface IndicatorFacts {
	meta: MetaDoc
	doc: Doc
	/** Style of a Workflow State by its name, when known. */
	stateStyle?: (state: string) => string | undefined
	getIndicator?: GetIndicator
	isDirty?: boolean
	hasDraftIndicator?: boolean
}

export function toneOf(color: unknown): Tone {
	return TONES[String(color ?? '').toLowerCase()] ?? 'gray'
}

export function indicatorOf(facts: IndicatorFacts): Indicator | null {
	const { meta, doc } = facts
	if (isNewDoc(doc)) return { label: 'New', tone: 'orange' }
	if (facts.isDirty) return { label: 'Not Saved', tone: 'orange' }
	return fromWorkflow(facts) ?? fromDocstatus(meta, doc) ?? fromStates(meta, doc) ?? fromScript(facts) ?? fromStatus(meta, doc)
}

function fromWorkflow({ meta, doc, stateStyle }: IndicatorFacts): Indicator | null {
	const workflow = meta.__workflow_docs?.find((candidate) => isSet(candidate.is_active))
	const field = workflowStateField(meta)
	const state = field ? String(doc[field] ?? '') : ''
	if (!workflow || !state || isSet(workflow.override_status)) return null
	const row = workflow.states?.find((candidate) => candidate.state === state)
	if (isSet(row?.avoid_status_override)) return null
	return { label: state, tone: styleTone(stateStyle?.(state)) ?? guess(state) }
}

function fromDocstatus(meta: MetaDoc, doc: Doc): Indicator | null {
	const docstatus = Number(doc.docstatus ?? 0)
	if (docstatus === 2) return { label: 'Cancelled', tone: 'red' }
	return docstatus === 0 && isSet(meta.is_submittable) ? { label: 'Draft', tone: 'red' } : null
}

function fromStates(meta: MetaDoc, doc: Doc): Indicator | null {
	const state = meta.states?.find((candidate) => candidate.title === doc.status)
	return state ? { label: state.title, tone: toneOf(state.color) } : null
}

function fromScript({ doc, getIndicator }: IndicatorFacts): Indicator | null {
	const answer = getIndicator?.(doc)
	return answer ? { label: String(answer[0] ?? ''), tone: toneOf(answer[1]) } : null
}

function fromStatus(meta: MetaDoc, doc: Doc): Indicator | null {
	if (Number(doc.docstatus ?? 0) === 1) return { label: 'Submitted', tone: 'blue' }
	const status = doc.status
	if (typeof status === 'string' && status) return { label: status, tone: guess(status) }
	// Who may not see the field is told nothing of it: what does not come along is not "off".
	const known = (name: string) => meta.fields.some((df) => df.fieldname === name) && doc[name] !== undefined
	const isOn = known('enabled') ? isSet(doc.enabled) : known('disabled') ? !isSet(doc.disabled) : null
	return isOn === null ? null : isOn ? { label: 'Enabled', tone: 'blue' } : { label: 'Disabled', tone: 'gray' }
}

export function guess(status: string): Tone {
	const word = status.toLowerCase()
	return GUESSES.find(([, words]) => words.includes(word))?.[0] ?? 'gray'
}
