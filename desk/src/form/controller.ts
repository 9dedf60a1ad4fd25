/**
 * One open form: loads the document, takes changes, keeps scripts' events in the recorded order,
 * and knows what may be typed into. Saving lives in save.ts, script names in scripting/frm.ts.
 */
import { markRaw } from 'vue'
import { getDoc, getDocInfo, type LoadedDoc } from '@/api/forms'
import { explainTransitions, getTransitions } from '@/api/workflow'
import { __, t } from '@/i18n'
import { mergeMine } from '@/meta/conflict'
import { formLayout, type PipelineInput, type TabView } from '@/meta/fieldPipeline'
import { TABLE_TYPES } from '@/meta/fieldtypes'
import { askedFields } from '@/meta/promptName'
import { isStateEditable, levelAccess, rightsFromMeta, type LevelAccess } from '@/meta/permissions'
import { isNewDoc, isSet, type Doc, type DocField, type MetaDoc } from '@/meta/types'
import { expressionGlobals } from '@/scripting/expressionGlobals'
import { runFormEvent } from '@/scripting/events'
import { createFrm, type Frm } from '@/scripting/frm'
import { boot } from '@/stores/boot'
import { showError } from '@/stores/dialogs'
import { addLinkTitles } from '@/stores/linkTitles'
import { metaOf } from '@/stores/meta'
import { fetchLinked } from './fetchFrom'
import { addLocal } from './locals'
import { clearScriptParts, createState, snapshot, type FormState, type QueryFunction } from './state'

const setUp = new Set<string>()

export class FormController {
	readonly state: FormState
	readonly frm: Frm
	/** Link queries set by scripts: "field" or "table.field". */
	readonly queries = new Map<string, QueryFunction>()
	readonly fetches: { link: string; source: string; target: string; doctype: string }[] = []
	onNamed: (name: string) => void = () => undefined
	onGone: () => void = () => undefined

	constructor(readonly meta: MetaDoc, doc: Doc) {
		this.state = createState(addLocal(doc))
		this.frm = markRaw(createFrm(this))
	}

	get doc(): Doc {
		return this.state.doc
	}

	static async open(meta: MetaDoc, name: string): Promise<FormController | null> {
		const loaded = await getDoc(meta.name, name)
		if (!loaded.doc) return null
		const form = new FormController(meta, loaded.doc)
		form.accept(loaded)
		return form
	}

	/** Takes what the server gave as the new truth. */
	accept(loaded: LoadedDoc): void {
		if (!loaded.doc) return
		addLinkTitles(loaded.linkTitles)
		Object.assign(boot.user_info, loaded.docinfo.user_info ?? {})
		this.state.doc = addLocal({ ...loaded.doc, doctype: this.meta.name })
		this.state.base = snapshot(this.state.doc)
		this.state.docinfo = loaded.docinfo
		this.state.dirty = isSet(this.state.doc.__unsaved)
		this.state.errors = {}
		this.state.rowErrors = {}
		this.state.problem = ''
		this.state.stepsKnown = false
	}

	/** Takes a newer version of the server and puts my changes on it; nothing is saved yet. */
	async rebase(loaded: LoadedDoc, mine: Doc): Promise<void> {
		const { base } = this.state
		this.accept(loaded)
		if (loaded.doc) Object.assign(this.doc, mergeMine(this.meta, base, mine, loaded.doc))
		this.markDirty()
		await this.refresh()
	}

	async start(): Promise<void> {
		if (isNewDoc(this.doc)) this.state.base = snapshot(this.doc)
		if (!setUp.has(this.meta.name)) await this.trigger('setup')
		setUp.add(this.meta.name)
		await this.trigger('before_load')
		await this.trigger('onload')
		await this.refresh()
		await this.trigger('onload_post_render')
	}

	async refresh(): Promise<void> {
		this.state.rights = this.state.docinfo.permissions ?? rightsFromMeta(this.meta, boot.user.roles)
		clearScriptParts(this.state)
		await this.trigger('refresh')
		this.state.refreshes += 1
		void this.loadTransitions()
	}

	async reload(): Promise<void> {
		if (isNewDoc(this.doc)) return
		const loaded = await getDoc(this.meta.name, this.doc.name)
		if (!loaded.doc) return this.onGone()
		this.accept(loaded)
		await this.refresh()
	}

	async reloadInfo(): Promise<void> {
		this.state.docinfo = { ...this.state.docinfo, ...(await getDocInfo(this.meta.name, this.doc.name)) }
	}

	private async loadTransitions(): Promise<void> {
		if (!this.workflow || isNewDoc(this.doc)) return
		try {
			const [offered, explained] = await Promise.all([getTransitions(snapshot(this.doc)), explainTransitions(this.meta.name, this.doc.name)])
			Object.assign(this.state, { transitions: offered, explained, stepsKnown: true })
		} catch (error) {
			Object.assign(this.state, { transitions: [], explained: [] })
			showError(error)
		}
	}

	get workflow() {
		return this.meta.__workflow_docs?.find((candidate) => isSet(candidate.is_active))
	}

	field(fieldname: string): DocField | undefined {
		const df = this.meta.fields.find((candidate) => candidate.fieldname === fieldname)
		return df && { ...df, ...this.state.overrides[fieldname] }
	}

	levels(): Map<number, LevelAccess> {
		const rights = isNewDoc(this.doc) ? { read: 1 as const, write: (isSet(this.state.rights.create) ? 1 : 0) as 0 | 1 } : this.state.rights
		return levelAccess(this.meta, boot.user.roles, rights, this.doc.owner === boot.user.name)
	}

	/** Nothing may be typed: no right, cancelled, a state lent to another role, or a script has locked the form. */
	get isLocked(): boolean {
		if (Number(this.doc.docstatus ?? 0) === 2 || this.state.locked || isSet(this.meta.read_only)) return true
		return !isStateEditable(this.meta, this.doc, boot.user.roles)
	}

	pipeline(): PipelineInput {
		return {
			fields: askedFields(this.meta, this.doc, t('Name of the record')), doc: this.doc, levels: this.levels(), locked: this.isLocked, overrides: this.state.overrides,
			context: { globals: expressionGlobals(), trigger: (name) => void this.trigger(name) },
		}
	}

	layout(): TabView[] {
		return formLayout(this.pipeline())
	}

	/** Pipeline input of one row: the table's own read-only state locks its cells. */
	rowPipeline(df: DocField, row: Doc, readonly: boolean): PipelineInput {
		const child = metaOf(String(df.options ?? ''))
		return {
			fields: child?.fields ?? [], doc: row, parent: this.doc, levels: this.levels(), locked: readonly,
			overrides: { ...this.state.gridOverrides[df.fieldname], ...this.state.rowOverrides[row.name] },
			context: { globals: expressionGlobals() },
		}
	}

	async setValue(fieldname: string, value: unknown): Promise<void> {
		const df = this.field(fieldname)
		this.doc[fieldname] = value
		this.markDirty()
		delete this.state.errors[fieldname]
		if (df && (df.fieldtype === 'Link' || df.fieldtype === 'Dynamic Link')) await this.fetch(this.meta, this.doc, df, (name, next) => this.setValue(name, next))
		await this.trigger(fieldname)
	}

	async setRowValue(table: DocField, row: Doc, fieldname: string, value: unknown): Promise<void> {
		row[fieldname] = value
		this.markDirty()
		delete this.state.rowErrors[row.name]?.[fieldname]
		const meta = metaOf(row.doctype)
		const df = meta?.fields.find((candidate) => candidate.fieldname === fieldname)
		if (meta && df?.fieldtype === 'Link') await this.fetch(meta, row, df, (name, next) => this.setRowValue(table, row, name, next))
		await this.trigger(fieldname, row.doctype, row.name)
	}

	private async fetch(meta: MetaDoc, doc: Doc, df: DocField, set: (fieldname: string, value: unknown) => unknown): Promise<void> {
		const extra = this.fetches.filter((pair) => pair.link === df.fieldname && pair.doctype === meta.name)
		try {
			await fetchLinked(meta.fields, extra, doc, df, set)
		} catch (error) {
			showError(error)
		}
	}

	markDirty(): void {
		this.state.dirty = true
		this.doc.__unsaved = 1
	}

	/** Runs an event's handlers in order; a failing handler is reported and stops the chain, as on stock. */
	async trigger(event: string, cdt?: string, cdn?: string): Promise<void> {
		await runFormEvent(this.frm, event, cdt ?? this.meta.name, cdn ?? this.doc.name)
	}

	get title(): string {
		if (this.state.pageTitle) return this.state.pageTitle
		if (isNewDoc(this.doc)) return t('New {0}', [__(this.meta.name)])
		const title = this.meta.title_field ? this.doc[this.meta.title_field] : ''
		return isSet(this.meta.issingle) ? __(this.meta.name) : String(title || this.doc.name)
	}

	get tables(): DocField[] {
		return this.meta.fields.filter((df) => TABLE_TYPES.has(df.fieldtype))
	}
}
