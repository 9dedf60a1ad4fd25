/** Decides which family a fieldtype belongs to: the sets that list, form and report agree on. */
export const DISPLAY_TYPES = new Set([
	'Section Break', 'Column Break', 'Tab Break', 'Fold', 'Heading', 'HTML', 'Button', 'Image',
])
export const LAYOUT_TYPES = new Set(['Section Break', 'Column Break', 'Tab Break', 'Fold'])
export const TABLE_TYPES = new Set(['Table', 'Table MultiSelect'])
export const NUMERIC_TYPES = new Set(['Int', 'Long Int', 'Float', 'Currency', 'Percent', 'Check', 'Rating', 'Duration'])
export const SUMMED_TYPES = new Set(['Int', 'Long Int', 'Float', 'Currency', 'Duration'])
export const LONG_TEXT_TYPES = new Set([
	'Text', 'Long Text', 'Small Text', 'Text Editor', 'HTML Editor', 'Markdown Editor', 'Code', 'JSON',
])
/** Never a column of a list: too big, or without a value of its own. */
export const UNLISTABLE_TYPES = new Set([
	...DISPLAY_TYPES, ...TABLE_TYPES, 'Password', 'Signature', 'Geolocation',
])

/** The server's set of fieldtypes; controls and cells must equal it. */
export const ALL_FIELDTYPES = [
	'Attach', 'Attach Image', 'Autocomplete', 'Barcode', 'Button', 'Check', 'Code', 'Color', 'Column Break',
	'Currency', 'Data', 'Date', 'Datetime', 'Duration', 'Dynamic Link', 'Float', 'Fold', 'Geolocation',
	'HTML', 'HTML Editor', 'Heading', 'Icon', 'Image', 'Int', 'JSON', 'Link', 'Long Text',
	'Markdown Editor', 'Password', 'Percent', 'Phone', 'Rating', 'Read Only', 'Section Break', 'Select',
	'Signature', 'Small Text', 'Tab Break', 'Table', 'Table MultiSelect', 'Text', 'Text Editor', 'Time',
] as const

export function hasValue(fieldtype: string): boolean {
	return !DISPLAY_TYPES.has(fieldtype)
}

const STANDARD: Record<string, { label: string; fieldtype: string; options?: string }> = {
	name: { label: 'ID', fieldtype: 'Data' },
	owner: { label: 'Created By', fieldtype: 'Link', options: 'User' },
	creation: { label: 'Created On', fieldtype: 'Datetime' },
	modified: { label: 'Last Updated On', fieldtype: 'Datetime' },
	modified_by: { label: 'Last Updated By', fieldtype: 'Link', options: 'User' },
	docstatus: { label: 'Document Status', fieldtype: 'Int' },
	idx: { label: 'Index', fieldtype: 'Int' },
	_user_tags: { label: 'Tags', fieldtype: 'Data' },
	_assign: { label: 'Assigned To', fieldtype: 'Text' },
	_comments: { label: 'Comments', fieldtype: 'Text' },
	_liked_by: { label: 'Liked By', fieldtype: 'Data' },
}

/** A field description for the columns every table has; null for other names. */
export function standardField(fieldname: string) {
	const known = STANDARD[fieldname]
	return known ? { fieldname, ...known } : null
}
