/** Decides how rows of Customize Form are added and moved; `idx` follows the order. */
import type { DocField } from '@/meta/types'

export interface CustomField extends DocField { name?: string; idx?: number; is_custom_field?: 0 | 1 }

/** Plain ASCII name from a Vietnamese label: "Số quyết định" → custom_so_quyet_dinh. */
export function fieldnameFor(label: string, taken: readonly string[]): string {
	const base = `custom_${label.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').replaceAll('đ', 'd').replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '')}`.slice(0, 58)
	let name = base
	for (let i = 2; taken.includes(name); i++) name = `${base}_${i}`
	return name
}

export function addField(fields: CustomField[], made: Record<string, unknown>, after?: CustomField): void {
	const fieldname = fieldnameFor(String(made.label || made.fieldtype || 'field'), fields.map((row) => row.fieldname))
	const row = { doctype: 'Customize Form Field', __islocal: 1, ...made, fieldname, is_custom_field: 1 } as unknown as CustomField
	fields.splice(after ? fields.indexOf(after) + 1 : fields.length, 0, row)
	renumber(fields)
}

export function moveField(fields: CustomField[], row: CustomField, by: number): boolean {
	const from = fields.indexOf(row)
	const to = from + by
	if (from < 0 || to < 0 || to >= fields.length) return false
	fields.splice(to, 0, ...fields.splice(from, 1))
	renumber(fields)
	return true
}

function renumber(fields: CustomField[]): void {
	fields.forEach((field, i) => { field.idx = i + 1 })
}
