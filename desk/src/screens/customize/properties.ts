/** Decides which properties of a field the side panel offers, in which words, and how their values are read out. */
import { __, t } from '@/i18n'
import { isSet, type DocField } from '@/meta/types'
import { isBreak, type FieldRow } from './board'
import { kindLabel, LINKING, typesFor } from './kinds'

export const CHECKS = new Set([
	'reqd', 'read_only', 'hidden', 'bold', 'unique', 'no_copy', 'in_list_view', 'in_standard_filter', 'in_global_search', 'in_preview', 'allow_in_quick_entry',
	'allow_on_submit', 'set_only_once', 'print_hide', 'report_hide', 'translatable', 'collapsible', 'hide_border', 'non_negative', 'fetch_if_empty', 'ignore_user_permissions', 'search_index',
	'track_changes', 'track_views', 'quick_entry', 'allow_auto_repeat', 'allow_import', 'show_title_field_in_link', 'translated_doctype', 'is_submittable', 'allow_rename', 'editable_grid', 'queue_in_background', 'allow_copy', 'show_preview_popup', 'email_append_to', 'is_calendar_and_gantt', 'make_attachments_public', 'force_re_route_to_default_view', 'istable', 'issingle', 'is_tree',
])

/** What a property is called on screens; the fieldname where nothing better is known. */
export function propertyLabel(property: string): string {
	const words: Record<string, string> = {
		label: t('Label'), fieldtype: t('Type'), options: t('Choices or target'), default: t('Default value'), description: t('Help under the field'), reqd: t('Required'), read_only: t('Read only'), hidden: t('Hidden'), bold: t('Bold'),
		unique: t('No two alike'), no_copy: t('Empty in copies'), in_list_view: t('Column of the list'), in_standard_filter: t('Filter above the list'), in_global_search: t('Found by the general search'), in_preview: t('In the preview'), allow_in_quick_entry: t('In the short form for new records'),
		allow_on_submit: t('May change after submitting'), set_only_once: t('Never changes once filled in'), print_hide: t('Not on prints'), report_hide: t('Not in reports'), translatable: t('Values are translated'), collapsible: t('Can be folded'), hide_border: t('Without a line above'), non_negative: t('Not below zero'),
		depends_on: t('Shown when'), mandatory_depends_on: t('Required when'), read_only_depends_on: t('Read only when'), collapsible_depends_on: t('Unfolded when'), fetch_from: t('Copy from'), fetch_if_empty: t('Copy only while empty'), permlevel: t('Permission level'), length: t('Longest text'), precision: t('Decimals'), columns: t('Width in tables'),
		ignore_user_permissions: t('Offer records of all agencies that may be seen'), link_filters: t('Offer only records that match'), search_index: t('Searched often'), field_order: t('Order of the fields'), insert_after: t('Place'), title_field: t('Title of a record'), search_fields: t('Searched in link fields'), image_field: t('Picture of a record'), sort_field: t('List sorted by'), sort_order: t('Direction'),
		track_changes: t('Keep every change'), track_views: t('Keep who looked'), quick_entry: t('Short form for new records'), allow_auto_repeat: t('May repeat by the calendar'), allow_import: t('May be imported from files'), show_title_field_in_link: t('Links show the title'), translated_doctype: t('Titles are translated'), max_attachments: t('Most attached files'), autoname: t('Number of a record'), naming_rule: t('Kind of number'),
		default_view: t('First view'), default_print_format: t('Usual print'), istable: t('Table of rows'), editable_grid: t('Edit rows in place'), allow_copy: t('Copying is off'), is_submittable: t('Is submitted'), allow_rename: t('Number may change'), description_doctype: t('What the form is for'), print_width: t('Width on prints'), width: t('Width'),
	}
	return words[property] ?? property
}

/** A value as a person reads it. */
export function shownValue(property: string, value: unknown): string {
	if (CHECKS.has(property)) return isSet(value) ? t('Yes') : t('No')
	if (value === undefined || value === null || value === '') return t('(empty)')
	if (property === 'fieldtype') return kindLabel(String(value))
	if (property === 'label' || property === 'default_view') return __(value)
	const text = String(value).replaceAll('\n', ', ')
	return text.length > 90 ? `${text.slice(0, 88)}…` : text
}

const check = (fieldname: string): DocField => ({ fieldname, label: propertyLabel(fieldname), fieldtype: 'Check' })
const line = (fieldname: string, more: Partial<DocField> = {}): DocField => ({ fieldname, label: propertyLabel(fieldname), fieldtype: 'Data', ...more })
const section = (fieldname: string, label: string): DocField => ({ fieldname, fieldtype: 'Section Break', label, collapsible: 1 })

export interface PanelChoice { isOwn: boolean; isStored: boolean; submittable: boolean; inTable: boolean }

/** The fields of the side panel for one row, in the order of how often they are needed. */
export function panelFields(row: FieldRow, choice: PanelChoice): DocField[] {
	const types = choice.isStored ? typesFor(row.fieldtype) : null
	const typeField: DocField[] = isBreak(row) || !types || types.length < 2 ? [] : [{ ...line('fieldtype'), fieldtype: 'Select', options: types.map((value) => ({ value, label: kindLabel(value) })) as unknown as string }]
	if (isBreak(row)) return [line('label'), ...breakFields(row), line('depends_on', condition()), check('hidden')]
	return [
		line('label'), ...typeField, ...optionFields(row, choice.isOwn), check('reqd'), check('hidden'), check('read_only'),
		{ ...line('description'), fieldtype: 'Small Text' }, ...(hasDefault(row) ? [line('default')] : []),
		section('s_list', t('In lists and searches')), check('in_list_view'), ...(choice.inTable ? [] : [check('in_standard_filter'), check('in_global_search'), check('in_preview'), check('allow_in_quick_entry')]), check('bold'), { ...line('columns'), fieldtype: 'Int' },
		section('s_when', t('Conditions')), line('depends_on', condition()), line('mandatory_depends_on'), line('read_only_depends_on'),
		section('s_value', t('Value and rights')), { ...line('permlevel'), fieldtype: 'Int', description: t('0 is the ordinary level. A role needs a right of its own for every other level.') },
		...valueFields(row, choice),
	]
}

const condition = (): Partial<DocField> => ({ description: t('For example: eval:doc.status=="Open"') })

function breakFields(row: FieldRow): DocField[] {
	if (row.fieldtype !== 'Section Break') return []
	return [{ ...line('description'), fieldtype: 'Small Text' }, check('collapsible'), line('collapsible_depends_on'), check('hide_border')]
}

function optionFields(row: FieldRow, isOwn: boolean): DocField[] {
	const base = line('options')
	if (LINKING.has(row.fieldtype)) {
		const isTable = row.fieldtype !== 'Link'
		return [{ ...base, fieldtype: 'Link', options: 'DocType', reqd: 1, read_only: isOwn ? 0 : 1, only_select: 1, label: isTable ? t('Table of rows') : t('Form that is linked'), link_filters: JSON.stringify([['DocType', 'istable', '=', isTable ? 1 : 0]]) }]
	}
	if (['Select', 'Autocomplete'].includes(row.fieldtype)) return [{ ...base, fieldtype: 'Small Text', reqd: row.fieldtype === 'Select' ? 1 : 0, label: t('Choices, one in each line') }]
	if (row.fieldtype === 'Dynamic Link') return [{ ...base, reqd: 1, label: t('Name of the field that holds the form') }]
	if (row.fieldtype === 'Data') return [{ ...base, fieldtype: 'Select', label: t('Checked as'), options: [{ value: '', label: t('Any text') }, { value: 'Email', label: t('E-mail address') }, { value: 'Phone', label: t('Telephone number') }, { value: 'URL', label: t('Web address') }, { value: 'Name', label: t('Name of a person') }] as unknown as string }]
	if (['HTML', 'Heading', 'Read Only', 'Image', 'Code', 'Rating', 'Button', 'Currency'].includes(row.fieldtype)) return [{ ...base, fieldtype: 'Small Text' }]
	return []
}

const hasDefault = (row: FieldRow) => !['Table', 'Table MultiSelect', 'Attach', 'Attach Image', 'Image', 'HTML', 'Button', 'Heading', 'Signature', 'Geolocation', 'Password', 'Fold'].includes(row.fieldtype)

function valueFields(row: FieldRow, choice: PanelChoice): DocField[] {
	const fields: DocField[] = []
	if (row.fieldtype === 'Link') fields.push(check('ignore_user_permissions'))
	if (['Data', 'Int', 'Date', 'Phone', 'Select'].includes(row.fieldtype)) fields.push(check('unique'))
	if (['Int', 'Float', 'Currency'].includes(row.fieldtype)) fields.push(check('non_negative'))
	if (['Float', 'Currency', 'Percent'].includes(row.fieldtype)) fields.push({ ...line('precision'), fieldtype: 'Select', options: '\n0\n1\n2\n3\n4\n5\n6\n7\n8\n9' })
	if (row.fieldtype === 'Data') fields.push({ ...line('length'), fieldtype: 'Int' })
	if (!['Table', 'Table MultiSelect'].includes(row.fieldtype)) fields.push(line('fetch_from', { description: t('link_field.field') }), check('fetch_if_empty'))
	if (choice.submittable) fields.push(check('allow_on_submit'))
	return [...fields, check('no_copy'), check('print_hide'), check('report_hide')]
}
