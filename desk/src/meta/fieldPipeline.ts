/**
 * Decides what a form shows: flat fields → tabs → sections → columns of FieldViews.
 * Steps, each pure: clone with overrides → access → visibility → required and read-only → layout.
 */
import { holds, type DependsContext } from './dependsOn'
import { LAYOUT_TYPES } from './fieldtypes'
import { isFieldWritable, type LevelAccess } from './permissions'
import { isNewDoc, isSet, type Doc, type DocField } from './types'

export interface FieldView {
	df: DocField
	visible: boolean
	readonly: boolean
	required: boolean
}
export interface ColumnView { key: string; df: DocField | null; fields: FieldView[] }
export interface SectionView {
	key: string
	df: DocField | null
	visible: boolean
	collapsible: boolean
	startsCollapsed: boolean
	columns: ColumnView[]
}
export interface TabView { key: string; df: DocField | null; visible: boolean; sections: SectionView[] }

export type Overrides = Readonly<Record<string, Partial<DocField>>>

export interface PipelineInput {
	fields: readonly DocField[]
	doc: Doc
	parent?: Doc
	levels: Map<number, LevelAccess>
	/** Whole form is read-only (no write right, cancelled, disable_form). */
	locked?: boolean
	overrides?: Overrides
	context?: Omit<DependsContext, 'doc' | 'parent'>
}

export function fieldView(df: DocField, input: PipelineInput): FieldView {
	const context = { ...input.context, doc: input.doc, parent: input.parent }
	const access = input.levels.get(Number(df.permlevel ?? 0)) ?? { read: false, write: false }
	const required = isSet(df.reqd) || (Boolean(df.mandatory_depends_on) && holds(df.mandatory_depends_on, context, false))
	const readonly =
		Boolean(input.locked) || isSet(df.read_only) || df.fieldtype === 'Read Only' || isSet(df.is_virtual) ||
		!isFieldWritable(df, input.doc, input.levels) ||
		(Boolean(df.read_only_depends_on) && holds(df.read_only_depends_on, context, false))
	const hidden = isSet(df.hidden) || !access.read || (isEmptyReadOnly(df, input.doc) && readonly)
	return { df, visible: !hidden && holds(df.depends_on, context), readonly, required: required && !readonly }
}

/** A read-only field with nothing in it tells a reader nothing on a new document. */
function isEmptyReadOnly(df: DocField, doc: Doc): boolean {
	return isNewDoc(doc) && isSet(df.read_only) && !LAYOUT_TYPES.has(df.fieldtype) &&
		['', null, undefined].includes(doc[df.fieldname] as string | null | undefined) &&
		!['HTML', 'Button', 'Image', 'Heading', 'Table'].includes(df.fieldtype)
}

export function formLayout(input: PipelineInput): TabView[] {
	const tabs: TabView[] = []
	const context = { ...input.context, doc: input.doc, parent: input.parent }
	const isShown = (df: DocField) => !isSet(df.hidden) && holds(df.depends_on, context)
	const cursor = new LayoutCursor(tabs)
	for (const original of input.fields) {
		const df = { ...original, ...input.overrides?.[original.fieldname] }
		if (df.fieldtype === 'Tab Break') cursor.openTab(df, isShown(df))
		else if (df.fieldtype === 'Section Break' || df.fieldtype === 'Fold') {
			const isCollapsible = isSet(df.collapsible) || df.fieldtype === 'Fold'
			const isOpen = Boolean(df.collapsible_depends_on) && holds(df.collapsible_depends_on, context, false)
			cursor.openSection(df, isShown(df), isCollapsible, isCollapsible && !isOpen)
		} else if (df.fieldtype === 'Column Break') cursor.openColumn(df)
		else cursor.add(fieldView(df, input))
	}
	return tabs.map(hideEmpty).filter((tab) => tab.sections.length > 0)
}

class LayoutCursor {
	private tab: TabView | null = null
	private section: SectionView | null = null
	private column: ColumnView | null = null
	constructor(private readonly tabs: TabView[]) {}

	openTab(df: DocField | null, visible: boolean): TabView {
		this.tab = { key: df?.fieldname ?? '__details', df, visible, sections: [] }
		this.section = this.column = null
		this.tabs.push(this.tab)
		return this.tab
	}

	openSection(df: DocField | null, visible: boolean, collapsible: boolean, startsCollapsed: boolean): SectionView {
		const tab = this.tab ?? this.openTab(null, true)
		const key = df?.fieldname ?? `__section_${tab.sections.length}`
		this.section = { key, df, visible, collapsible, startsCollapsed, columns: [] }
		this.column = null
		tab.sections.push(this.section)
		return this.section
	}

	openColumn(df: DocField | null): ColumnView {
		const section = this.section ?? this.openSection(null, true, false, false)
		this.column = { key: df?.fieldname ?? `__column_${section.columns.length}`, df, fields: [] }
		section.columns.push(this.column)
		return this.column
	}

	add(view: FieldView): void {
		;(this.column ?? this.openColumn(null)).fields.push(view)
	}
}

function hideEmpty(tab: TabView): TabView {
	const sections = tab.sections
		.map((section) => ({ ...section, columns: section.columns.filter((column) => column.fields.length > 0) }))
		.filter((section) => section.columns.length > 0)
		.map((section) => ({ ...section, visible: section.visible && section.columns.some(hasVisible) }))
	return { ...tab, sections, visible: tab.visible && sections.some((section) => section.visible) }
}

function hasVisible(column: ColumnView): boolean {
	return column.fields.some((field) => field.visible)
}

/** The only field of a section, when it is a table that repeats the section's label, be it only in `word`'s language. */
export function tableNamedBySection(section: SectionView, word: (label: string | null | undefined) => string = String): FieldView | null {
	const [only, ...more] = section.columns.flatMap((column) => column.fields.filter((field) => field.visible))
	const isNamed = only && !more.length && only.df.fieldtype === 'Table' && word(section.df?.label) === word(only.df.label)
	return isNamed && section.df?.label ? only : null
}

/** Every field view of a layout that a person can see now. */
export function visibleFields(tabs: readonly TabView[]): FieldView[] {
	return tabs
		.filter((tab) => tab.visible)
		.flatMap((tab) => tab.sections.filter((section) => section.visible))
		.flatMap((section) => section.columns.flatMap((column) => column.fields.filter((field) => field.visible)))
}
