/** Decides how the server's list of differences is read out, and which fields of the board carry a mark. */
import { xcall } from '@/api/client'
import { __, t } from '@/i18n'
import { isSet, type Flag } from '@/meta/types'
import type { FieldRow } from './board'
import { rowTitle } from './changes'
import { kindLabel } from './kinds'
import { propertyLabel, shownValue } from './properties'

export interface Difference { doctype: string; name: string; field: string; label: string | null; property: string; shipped: unknown; value: unknown; by: string; modified: string; of_app: Flag }
const MODULE = 'frappe.custom.doctype.customize_form.differences'

export const loadDifferences = (doctype: string) => xcall<Difference[]>(`${MODULE}.get_differences`, { doctype }, { method: 'GET' })
export const undoDifference = (row: Pick<Difference, 'doctype' | 'name'>) => xcall(`${MODULE}.undo_difference`, { record_doctype: row.doctype, name: row.name })

export const ownDifferences = (rows: readonly Difference[]): Difference[] => rows.filter((row) => !isSet(row.of_app))

/** Shipped fields with a property of this site. */
export const changedFields = (rows: readonly Difference[]): Set<string> => new Set(ownDifferences(rows).filter((row) => row.doctype === 'Property Setter' && row.field).map((row) => row.field))

export function placeOf(row: Difference, fields: readonly FieldRow[]): string {
	const field = fields.find((each) => each.fieldname === row.field)
	if (field) return rowTitle(field)
	return row.label ? __(row.label) : row.field || t('Whole form')
}

export function sentenceOf(row: Difference): string {
	if (row.doctype === 'Custom Field') return t('new field: {0}', [kindLabel(String(row.value))])
	if (row.doctype !== 'Property Setter') return t('{0}: {1}', [__(row.doctype), String(row.value ?? '')])
	if (row.property === 'field_order') return t('the fields stand in another order')
	return t('{0}: {1} → {2}', [propertyLabel(row.property), shownValue(row.property, row.shipped), shownValue(row.property, row.value)])
}
