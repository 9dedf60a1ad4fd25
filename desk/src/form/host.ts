/** What a group of fields needs from whoever shows it: a form, a dialog, a row of a table. */
import type { LinkQuery, TableServices } from '@/controls/types'
import type { Doc, DocField } from '@/meta/types'

export interface FormHost {
	/** Makes ids unique when a form and a dialog show the same fieldname. */
	prefix: string
	doc: Doc
	parent?: Doc
	errors: Readonly<Record<string, string>>
	setValue: (fieldname: string, value: unknown) => unknown
	linkQuery: (fieldname: string) => LinkQuery | undefined
	trigger: (event: string) => unknown
	table?: (df: DocField) => TableServices
}

export function fieldId(host: Pick<FormHost, 'prefix'>, fieldname: string): string {
	return `${host.prefix}-${fieldname}`
}
