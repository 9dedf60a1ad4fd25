/** The shape of one suggested line, and how a link field's suggestions are asked for. */
import type { Component } from 'vue'
import { searchLink } from '@/api/lists'
import { resolveValue } from '@/meta/dependsOn'
import { stripHtml } from '@/meta/format/text'
import { linkText, setLinkTitle } from '@/stores/linkTitles'
import type { ControlContext } from '../types'

export interface Suggestion {
	value: string
	label?: string
	description?: string
	icon?: Component
	/** An action in place of a value. */
	run?: (typed: string) => void
}

export async function linkSuggestions(doctype: string, txt: string, ctx: ControlContext | null, signal?: AbortSignal): Promise<Suggestion[]> {
	if (!doctype) return []
	const custom = ctx?.linkQuery?.()
	const rows = await searchLink({ doctype, txt, reference_doctype: ctx?.doc.doctype, ...custom, filters: custom?.filters ?? staticFilters(ctx) }, signal)
	return rows.map((row) => {
		if (row.label) setLinkTitle(doctype, row.value, row.label)
		// without a title of its own a record of the framework is called by its translated name
		const label = row.label || linkText(doctype, row.value)
		return { value: row.value, label, description: describe(row.value, label, row.description) }
	})
}

function describe(value: string, label: string | undefined, description: string | undefined): string {
	const text = stripHtml(description)
	const withCode = label && label !== value ? `${value}${text ? ` · ${text}` : ''}` : text
	return withCode === value ? '' : withCode
}

/** Filters of the field itself (`link_filters`), with `eval:doc.x` values worked out now. */
function staticFilters(ctx: ControlContext | null): unknown {
	if (!ctx?.df.link_filters) return undefined
	const rows: unknown = JSON.parse(ctx.df.link_filters)
	if (!Array.isArray(rows)) return undefined
	return rows.map((row: unknown[]) => [...row.slice(0, 3), resolveValue(row[3], { doc: ctx.doc, parent: ctx.parent })])
}
