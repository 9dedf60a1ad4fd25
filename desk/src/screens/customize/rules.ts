/** Decides what is wrong with a form before it is sent: which field, and what to do. The server checks again. */
import { t } from '@/i18n'
import { isSet } from '@/meta/types'
import { isBreak, type FieldRow } from './board'
import { rowTitle } from './changes'
import { LINKING } from './kinds'

export interface Problem { fieldname: string; property: string; text: string }

/** "doc.a = 1" sets instead of comparing. */
const ASSIGNS = /[^=!<>]=[^=]/

export function problemsOf(fields: readonly FieldRow[]): Problem[] {
	return fields.flatMap((row) => problemsOfField(row).map(([property, text]) => ({ fieldname: row.fieldname, property, text: `${rowTitle(row)}: ${text}` })))
}

function problemsOfField(row: FieldRow): [string, string][] {
	const found: [string, string][] = []
	const options = String(row.options ?? '').trim()
	if (!row.label && !isBreak(row) && !['HTML', 'Fold', 'Image'].includes(row.fieldtype)) found.push(['label', t('give it a label')])
	if (row.fieldtype === 'Link' && !options) found.push(['options', t('choose the form that is linked')])
	if (LINKING.has(row.fieldtype) && row.fieldtype !== 'Link' && !options) found.push(['options', t('choose or make the table of rows')])
	if (row.fieldtype === 'Select' && !options) found.push(['options', t('write the choices, one in each line')])
	if (row.fieldtype === 'Dynamic Link' && !options) found.push(['options', t('say which field holds the form')])
	if (isSet(row.reqd) && isSet(row.hidden) && !row.default) found.push(['reqd', t('a hidden field cannot be required without a default value: show it, or give it a default')])
	if (row.fieldtype === 'Select' && row.default && !options.split('\n').map((line) => line.trim()).includes(String(row.default))) found.push(['default', t('the default value must be one of the choices')])
	for (const property of ['depends_on', 'mandatory_depends_on', 'read_only_depends_on', 'collapsible_depends_on']) {
		if (ASSIGNS.test(String(row[property] ?? ''))) found.push([property, t('write == to compare in a condition')])
	}
	return found
}
