/** Decides which required fields are still empty before a save is tried. */
import { fieldView, type PipelineInput } from './fieldPipeline'
import { hasValue } from './fieldtypes'
import { stripHtml } from './format/text'
import type { DocField } from './types'

export interface MissingField { df: DocField; fieldname: string; row?: number; table?: string }

export function missingFields(input: PipelineInput): MissingField[] {
	return input.fields
		.map((df) => ({ ...df, ...input.overrides?.[df.fieldname] }))
		.filter((df) => hasValue(df.fieldtype))
		.filter((df) => {
			const view = fieldView(df, input)
			return view.required && view.visible && isBlank(input.doc[df.fieldname], df.fieldtype)
		})
		.map((df) => ({ df, fieldname: df.fieldname }))
}

export function isBlank(value: unknown, fieldtype: string): boolean {
	if (value === null || value === undefined || value === '') return true
	if (Array.isArray(value)) return value.length === 0
	if (fieldtype === 'Text Editor') return stripHtml(value) === '' && !String(value).includes('<img')
	return typeof value === 'string' && value.trim() === ''
}
