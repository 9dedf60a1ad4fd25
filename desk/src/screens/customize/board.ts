/**
 * Decides how a flat list of fields stands on the board: tabs, sections, columns, as the form shows them,
 * and how a field or a whole block moves in it. The list itself stays flat: breaks are rows of it.
 */
import type { DocField, Flag } from '@/meta/types'

export interface FieldRow extends DocField {
	name?: string
	idx?: number
	is_custom_field?: Flag
	is_system_generated?: Flag
	__islocal?: Flag
}
export interface BoardColumn { key: string; row: FieldRow | null; fields: FieldRow[] }
export interface BoardSection { key: string; row: FieldRow | null; columns: BoardColumn[] }
export interface BoardTab { key: string; row: FieldRow | null; sections: BoardSection[] }

export const BREAKS = ['Tab Break', 'Section Break', 'Column Break']
/** How far a break reaches: a tab over sections, a section over columns. */
const rank = (row: FieldRow): number => {
	const at = BREAKS.indexOf(row.fieldtype)
	return at < 0 ? BREAKS.length : at
}
export const isBreak = (row: FieldRow): boolean => rank(row) < BREAKS.length

export function boardOf(fields: readonly FieldRow[]): BoardTab[] {
	const tabs: BoardTab[] = []
	let tab: BoardTab | null = null
	let section: BoardSection | null = null
	let column: BoardColumn | null = null
	const openTab = (row: FieldRow | null) => {
		tabs.push((tab = { key: row?.fieldname ?? '__tab', row, sections: [] }))
		section = column = null
		return tab
	}
	const openSection = (row: FieldRow | null) => {
		const owner = tab ?? openTab(null)
		owner.sections.push((section = { key: row?.fieldname ?? `${owner.key}__section`, row, columns: [] }))
		column = null
		return section
	}
	const openColumn = (row: FieldRow | null) => {
		const owner = section ?? openSection(null)
		owner.columns.push((column = { key: row?.fieldname ?? `${owner.key}__column`, row, fields: [] }))
		return column
	}
	for (const row of fields) {
		if (row.fieldtype === 'Tab Break') openTab(row)
		else if (row.fieldtype === 'Section Break') openSection(row)
		else if (row.fieldtype === 'Column Break') openColumn(row)
		else (column ?? openColumn(null)).fields.push(row)
	}
	if (!fields.length) openColumn(null)
	for (const each of tabs) {
		if (!each.sections.length) each.sections.push({ key: `${each.key}__section`, row: null, columns: [] })
		for (const part of each.sections) if (!part.columns.length) part.columns.push({ key: `${part.key}__column`, row: null, fields: [] })
	}
	return tabs
}

/** A field is one row; a break takes along what stands under it. */
export function blockOf(fields: readonly FieldRow[], row: FieldRow): FieldRow[] {
	const from = fields.indexOf(row)
	if (from < 0) return []
	if (!isBreak(row)) return [row]
	const end = fields.findIndex((other, i) => i > from && rank(other) <= rank(row))
	return fields.slice(from, end < 0 ? undefined : end)
}

/** One step up or down. A field steps over a break into the next column; a block changes places with its neighbour. */
export function moveStep(fields: FieldRow[], row: FieldRow, by: 1 | -1): boolean {
	const block = blockOf(fields, row)
	const from = fields.indexOf(row)
	if (!block.length) return false
	if (!isBreak(row)) return place(fields, block, from + by)
	if (by > 0) {
		const next = fields[from + block.length]
		return next !== undefined && rank(next) === rank(row) && place(fields, block, from + blockOf(fields, next).length)
	}
	const before = previousBlock(fields, row, from)
	return before !== undefined && place(fields, block, fields.indexOf(before))
}

function previousBlock(fields: readonly FieldRow[], row: FieldRow, from: number): FieldRow | undefined {
	for (let i = from - 1; i >= 0; i--) {
		const other = fields[i] as FieldRow
		if (rank(other) === rank(row)) return other
		if (rank(other) < rank(row)) return undefined
	}
	return undefined
}

/** Puts the block before another row, or behind everything that a column holds. */
export function moveTo(fields: FieldRow[], row: FieldRow, target: { before?: FieldRow; into?: BoardColumn; section?: BoardSection; tab?: BoardTab }): boolean {
	const block = blockOf(fields, row)
	const stays = fields.filter((other) => !block.includes(other))
	const at = target.before ? stays.indexOf(target.before) : target.into ? endOf(stays, target.into, target.section, target.tab) : -1
	return at >= 0 && place(fields, block, at)
}

/** The place behind the last row of a column; an empty column begins behind its break, or its section's, or its tab's. */
export function endOf(fields: readonly FieldRow[], column: BoardColumn, section?: BoardSection, tab?: BoardTab): number {
	const inside = column.fields.filter((row) => fields.includes(row))
	const last = inside.at(-1) ?? column.row ?? section?.row ?? tab?.row
	return last ? fields.indexOf(last) + 1 : 0
}

/** `at` counts in the list without the block. */
function place(fields: FieldRow[], block: readonly FieldRow[], at: number): boolean {
	const stays = fields.filter((other) => !block.includes(other))
	if (at < 0 || at > stays.length) return false
	const next = [...stays.slice(0, at), ...block, ...stays.slice(at)]
	if (next.every((row, i) => row === fields[i])) return false
	fields.splice(0, fields.length, ...next)
	renumber(fields)
	return true
}

export function insertAt(fields: FieldRow[], row: FieldRow, at: number): void {
	fields.splice(at, 0, row)
	renumber(fields)
}

export function remove(fields: FieldRow[], row: FieldRow): void {
	fields.splice(fields.indexOf(row), 1)
	renumber(fields)
}

function renumber(fields: FieldRow[]): void {
	fields.forEach((field, i) => { field.idx = i + 1 })
}
