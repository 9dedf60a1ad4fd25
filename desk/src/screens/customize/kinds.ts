/** Decides what the kinds of fields are called for people who do not program, and in which groups they are offered. */
import { t } from '@/i18n'

export interface Kind { fieldtype: string; label: string; hint: string }
export interface KindGroup { label: string; kinds: Kind[] }

const kind = (fieldtype: string, label: string, hint = ''): Kind => ({ fieldtype, label, hint })

export const kindGroups = (): KindGroup[] => [
	{ label: t('Used most'), kinds: [
		kind('Data', t('Short text'), t('One line: a name, a number of a document')), kind('Small Text', t('Several lines of text'), t('A remark, a reason')),
		kind('Date', t('Date')), kind('Int', t('Whole number')), kind('Select', t('List to choose from'), t('You write the choices')), kind('Check', t('Box to tick'), t('Yes or no')),
		kind('Link', t('Link to another form'), t('Choose a record, for example an agency or a person')), kind('Table', t('Table of rows'), t('Several rows in one record, each with its own columns')), kind('Attach', t('Attached file')),
	] },
	{ label: t('Text'), kinds: [kind('Text', t('Long text')), kind('Text Editor', t('Text with formatting')), kind('Long Text', t('Very long text')), kind('Read Only', t('Text that cannot be changed')), kind('Phone', t('Telephone number')), kind('Autocomplete', t('Text with suggestions')), kind('Password', t('Password'))] },
	{ label: t('Numbers'), kinds: [kind('Float', t('Number with decimals')), kind('Currency', t('Amount of money')), kind('Percent', t('Percentage')), kind('Rating', t('Stars')), kind('Duration', t('Length of time'))] },
	{ label: t('Date and time'), kinds: [kind('Datetime', t('Date and time of day')), kind('Time', t('Time of day'))] },
	{ label: t('Links and pictures'), kinds: [kind('Dynamic Link', t('Link to a form of choice'), t('Another field says which form')), kind('Table MultiSelect', t('Several links in one field')), kind('Attach Image', t('Attached picture')), kind('Image', t('Show a picture of another field')), kind('Signature', t('Drawn signature')), kind('Geolocation', t('Place on the map')), kind('Barcode', t('Barcode')), kind('Color', t('Colour')), kind('Icon', t('Icon'))] },
	{ label: t('Layout'), kinds: [kind('Section Break', t('New section')), kind('Column Break', t('New column')), kind('Tab Break', t('New tab')), kind('Heading', t('Heading')), kind('Button', t('Button')), kind('HTML', t('Fixed text on the form')), kind('Fold', t('Folded rest'))] },
	{ label: t('For specialists'), kinds: [kind('Code', t('Program text')), kind('HTML Editor', t('HTML text')), kind('Markdown Editor', t('Markdown text')), kind('JSON', t('JSON data'))] },
]

export function kindLabel(fieldtype: string): string {
	return kindGroups().flatMap((group) => group.kinds).find((each) => each.fieldtype === fieldtype)?.label ?? fieldtype
}

/** The server's groups: a stored value of one type is still a value of the others. */
const SWAPS = [
	['Currency', 'Float', 'Percent'], ['Small Text', 'Data'], ['Text', 'Data', 'Barcode'], ['Text', 'Text Editor', 'Code', 'Signature', 'HTML Editor'],
	['Data', 'Select'], ['Text', 'Small Text', 'Long Text'], ['Code', 'Geolocation'], ['Table', 'Table MultiSelect'],
]

/** Types that a stored field may become. */
export function typesFor(fieldtype: string): string[] {
	return [...new Set([fieldtype, ...SWAPS.filter((group) => group.includes(fieldtype)).flat()])]
}

export const LINKING = new Set(['Link', 'Table', 'Table MultiSelect'])
