/** Decides what saving will change, as a list a person can read before agreeing. Pure. */
import { __, t } from '@/i18n'
import { isSet } from '@/meta/types'
import type { FieldRow } from './board'
import { kindLabel } from './kinds'
import { CHECKS, propertyLabel, shownValue } from './properties'

export interface Change { kind: 'added' | 'removed' | 'changed' | 'moved' | 'form'; place: string; text: string }

/** Not a person's choice: set by the server or by the order. */
const IGNORED = new Set(['name', 'idx', 'doctype', 'parent', 'parentfield', 'parenttype', 'owner', 'creation', 'modified', 'modified_by', 'docstatus', '__islocal', '__unsaved', 'is_custom_field', 'is_system_generated', 'fields', 'links', 'actions', 'states', 'permissions', 'doc_type', 'label_of_form', '__onload'])

const isSame = (property: string, a: unknown, b: unknown) => (CHECKS.has(property) || typeof a === 'number' || typeof b === 'number' ? Number(a || 0) === Number(b || 0) : String(a ?? '') === String(b ?? ''))

export const rowTitle = (row: FieldRow): string => (row.label ? __(row.label) : `${kindLabel(row.fieldtype)} (${row.fieldname})`)

export function changedProperties(before: Readonly<Record<string, unknown>>, now: Readonly<Record<string, unknown>>): string[] {
	const names = new Set([...Object.keys(before), ...Object.keys(now)])
	return [...names].filter((name) => !IGNORED.has(name) && !name.startsWith('__') && !isSame(name, before[name], now[name]))
}

export function fieldChanges(before: readonly FieldRow[], now: readonly FieldRow[]): Change[] {
	const old = new Map(before.map((row) => [row.fieldname, row]))
	const kept = new Set(now.map((row) => row.fieldname))
	const removed: Change[] = before.filter((row) => !kept.has(row.fieldname)).map((row) => ({ kind: 'removed', place: rowTitle(row), text: t('is removed; what was stored in it stays in the database') }))
	const others = now.flatMap((row): Change[] => {
		const was = old.get(row.fieldname)
		if (!was) return [{ kind: 'added', place: rowTitle(row), text: t('new field: {0}', [kindLabel(row.fieldtype)]) }]
		return changedProperties(was, row).map((property) => ({ kind: 'changed', place: rowTitle(was), text: said(property, was[property], row[property]) }))
	})
	return [...removed, ...others, ...moves(before.filter((row) => kept.has(row.fieldname)), now.filter((row) => old.has(row.fieldname)))]
}

const said = (property: string, was: unknown, is: unknown) => t('{0}: {1} → {2}', [propertyLabel(property), shownValue(property, was), shownValue(property, is)])

/** The fewest fields whose moving explains the new order: all that are outside the longest common run. */
export function moves(before: readonly FieldRow[], now: readonly FieldRow[]): Change[] {
	const wanted = now.map((row) => before.findIndex((other) => other.fieldname === row.fieldname))
	const stays = longestRising(wanted)
	return now.filter((_row, i) => !stays.has(i)).map((row) => {
		const at = now.indexOf(row)
		const neighbour = now[at - 1]
		return { kind: 'moved', place: rowTitle(row), text: neighbour ? t('moves behind {0}', [rowTitle(neighbour)]) : t('moves to the top') }
	})
}

function longestRising(values: readonly number[]): Set<number> {
	const best: number[] = []
	const from: number[] = []
	values.forEach((value, i) => {
		best[i] = 1
		from[i] = -1
		for (let j = 0; j < i; j++) {
			if ((values[j] as number) < value && (best[j] as number) + 1 > (best[i] as number)) {
				best[i] = (best[j] as number) + 1
				from[i] = j
			}
		}
	})
	const kept = new Set<number>()
	for (let at = best.indexOf(Math.max(0, ...best)); at >= 0; at = from[at] as number) kept.add(at)
	return kept
}

export function formChanges(before: Readonly<Record<string, unknown>>, now: Readonly<Record<string, unknown>>): Change[] {
	return changedProperties(before, now).filter((name) => typeof now[name] !== 'object' || now[name] === null).map((name) => ({ kind: 'form', place: t('Whole form'), text: said(name === 'description' ? 'description_doctype' : name, before[name], now[name]) }))
}

/** Copy to compare with later; rows of the form stay what they are. */
export const snapshot = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

export const isAddedHere = (row: FieldRow): boolean => isSet(row.is_custom_field) && !isSet(row.is_system_generated)
