/** Decides the one typed context that every control gets, and what a control module exports. */
import type { Component } from 'vue'
import type { Doc, DocField } from '@/meta/types'

export interface LinkQuery { filters?: unknown; query?: string; searchfield?: string; ignore_user_permissions?: 0 | 1 }

export interface ControlContext {
	df: DocField
	doc: Doc
	/** Parent document when the control sits in a row of a table. */
	parent?: Doc
	/** id of the input, for the label; messages are `${id}-note`. */
	id: string
	readonly: boolean
	required: boolean
	invalid: boolean
	/** Inside a grid cell: no room for helpers. */
	compact?: boolean
	/** Query of a link field set by scripts (frm.set_query). */
	linkQuery?: () => LinkQuery | undefined
	/** Runs a form event; buttons use it. */
	trigger?: (event: string) => unknown
	/** Set another field of the same document. */
	setField?: (fieldname: string, value: unknown) => void
	/** Form services for tables: child metadata, overrides, row events. */
	table?: TableServices
}

export interface TableServices {
	addRow: (values?: Record<string, unknown>, at?: number) => Doc
	removeRow: (row: Doc) => void
	moveRow: (from: number, to: number) => void
	setRowValue: (row: Doc, fieldname: string, value: unknown) => void
	rowOverrides: (row: Doc) => Readonly<Record<string, Partial<DocField>>>
	rowQuery: (row: Doc, fieldname: string) => LinkQuery | undefined
	rowError: (row: Doc, fieldname: string) => string | undefined
	formRender: (row: Doc) => void
	canAdd: boolean
	canRemove: boolean
	customButtons: { label: string; run: () => void }[]
}

export interface ControlModule {
	fieldtype: string
	component: Component
	/** The control draws its own label (Check, Button, headings …). */
	ownLabel?: boolean
	/** The control itself is also the best read-only view; others are replaced by their cell. */
	drawsReadonly?: boolean
}

export function defineControl(module: ControlModule): ControlModule {
	return module
}
