/** Decides which settings of a whole form are offered. */
import { t } from '@/i18n'
import { hasValue } from '@/meta/fieldtypes'
import type { DocField } from '@/meta/types'
import type { FieldRow } from './board'
import { rowTitle } from './changes'
import { propertyLabel } from './properties'

const check = (fieldname: string, description?: string): DocField => ({ fieldname, label: propertyLabel(fieldname), fieldtype: 'Check', description })

function fieldChoice(fieldname: string, fields: readonly FieldRow[], types?: readonly string[], description?: string): DocField {
	const fitting = fields.filter((row) => hasValue(row.fieldtype) && !['Table', 'Table MultiSelect'].includes(row.fieldtype) && (!types || types.includes(row.fieldtype)))
	const options = [{ value: '', label: t('(none)') }, ...fitting.map((row) => ({ value: row.fieldname, label: rowTitle(row) }))]
	return { fieldname, label: propertyLabel(fieldname), fieldtype: 'Select', options: options as unknown as string, description }
}

export function settingFields(fields: readonly FieldRow[], about: { isOwn: boolean; isNew: boolean; isTable: boolean }): DocField[] {
	if (about.isTable) return [check('editable_grid', t('Rows are typed into directly, without opening each of them.'))]
	const order = [['modified', t('Last changed')], ['creation', t('Made')], ['name', t('Number')]].map(([value, label]) => ({ value, label }))
	const sortable = fields.filter((row) => ['Data', 'Date', 'Datetime', 'Int', 'Float', 'Select', 'Link'].includes(row.fieldtype)).map((row) => ({ value: row.fieldname, label: rowTitle(row) }))
	return [
		{ fieldname: 's1', fieldtype: 'Section Break', label: t('Titles') },
		...(about.isOwn ? [] : [{ fieldname: 'label', label: t('Name of the form'), fieldtype: 'Data', description: t('In your language. Empty: as delivered.') }]),
		fieldChoice('title_field', fields, ['Data', 'Small Text', 'Link', 'Select', 'Date'], t('What a record is called in lists and links.')), check('show_title_field_in_link'), { fieldname: 'c1', fieldtype: 'Column Break' },
		{ fieldname: 'search_fields', label: propertyLabel('search_fields'), fieldtype: 'Data', description: t('Names of fields, separated by commas.') }, fieldChoice('image_field', fields, ['Attach Image']),
		{ fieldname: 's2', fieldtype: 'Section Break', label: t('Order of the list') },
		{ fieldname: 'sort_field', label: propertyLabel('sort_field'), fieldtype: 'Select', options: [...order, ...sortable] as unknown as string }, { fieldname: 'c2', fieldtype: 'Column Break' },
		{ fieldname: 'sort_order', label: propertyLabel('sort_order'), fieldtype: 'Select', options: [{ value: 'DESC', label: t('Newest or largest first') }, { value: 'ASC', label: t('Oldest or smallest first') }] as unknown as string },
		{ fieldname: 's3', fieldtype: 'Section Break', label: t('Habits') },
		check('track_changes', t('Who changed what stands below each record.')), check('track_views'), check('quick_entry', t('Only the required fields, in a small window.')), { fieldname: 'c3', fieldtype: 'Column Break' }, check('allow_import'), check('allow_auto_repeat'), check('translated_doctype'),
		...(about.isOwn ? [check('allow_rename'), check('is_submittable', t('A submitted record is closed: it can only be cancelled and amended.'))] : []),
		{ fieldname: 'max_attachments', label: propertyLabel('max_attachments'), fieldtype: 'Int', description: t('0 means as many as you like.') },
	]
}
