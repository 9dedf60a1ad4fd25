/** The mutable state of one open form, in one reactive object that screens and script facade share. */
import { reactive } from 'vue'
import type { DocInfo } from '@/api/forms'
import type { ExplainedTransition, Transition } from '@/api/workflow'
import type { LinkQuery } from '@/controls/types'
import type { Tone } from '@/meta/indicator'
import type { Doc, DocField, Rights } from '@/meta/types'

export interface CustomButton { label: string; group?: string; run: () => unknown; primary?: boolean; disabled?: boolean; hidden?: boolean }
export interface Note { text: string; tone: 'info' | 'warn' | 'danger' | 'good' }
export type QueryFunction = (doc: Doc, cdt?: string, cdn?: string) => LinkQuery | undefined
export type FieldOverrides = Record<string, Partial<DocField>>

export interface FormState {
	doc: Doc
	/** The document as the server last gave it. */
	base: Doc
	docinfo: DocInfo
	rights: Rights
	dirty: boolean
	saving: boolean
	locked: boolean
	saveDisabled: boolean
	/** Why the last save failed, in plain words. */
	problem: string
	problemTitle: string
	errors: Record<string, string>
	rowErrors: Record<string, Record<string, string>>
	overrides: FieldOverrides
	gridOverrides: Record<string, FieldOverrides>
	rowOverrides: Record<string, FieldOverrides>
	gridRights: Record<string, { cannotAdd?: boolean; cannotDelete?: boolean }>
	gridButtons: Record<string, CustomButton[]>
	selectedRows: Record<string, string[]>
	buttons: CustomButton[]
	menu: CustomButton[]
	primary: { label: string; run: () => unknown } | null
	intro: Note[]
	headline: Note | null
	dashboardSections: { label: string; html: string }[]
	dashboardIndicators: { label: string; color: string }[]
	pageIndicator: { label: string; tone: Tone } | null
	pageTitle: string
	activeTab: string
	transitions: Transition[]
	explained: ExplainedTransition[]
	/** False until the server has told the steps of the present state: old ones must not be offered meanwhile. */
	stepsKnown: boolean
	/** Bumped by refresh(), for parts that read what is not reactive. */
	refreshes: number
}

export function createState(doc: Doc): FormState {
	return reactive<FormState>({
		doc, base: doc, docinfo: {}, rights: {}, dirty: false, saving: false, locked: false, saveDisabled: false, problem: '', problemTitle: '',
		errors: {}, rowErrors: {}, overrides: {}, gridOverrides: {}, rowOverrides: {}, gridRights: {}, gridButtons: {}, selectedRows: {},
		buttons: [], menu: [], primary: null, intro: [], headline: null, dashboardSections: [], dashboardIndicators: [], pageIndicator: null,
		pageTitle: '', activeTab: '', transitions: [], explained: [], stepsKnown: false, refreshes: 0,
	})
}

/** What scripts have added for one refresh; the next refresh adds it anew. */
export function clearScriptParts(state: FormState): void {
	Object.assign(state, {
		buttons: [], menu: [], primary: null, intro: [], headline: null, dashboardSections: [], dashboardIndicators: [], pageIndicator: null, locked: false, saveDisabled: false,
	})
}

export function snapshot(doc: Doc): Doc {
	return JSON.parse(JSON.stringify(doc)) as Doc
}
