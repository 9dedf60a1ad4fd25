/** Decides the site's formats for a value: joins the pure formatters with the settings of this site and user. */
import { __, t } from '@/i18n'
import { formatDate, formatDatetime, formatTime } from '@/meta/format/date'
import { formatDuration } from '@/meta/format/duration'
import { cint, formatNumber, numberFormat } from '@/meta/format/number'
import { stripHtml } from '@/meta/format/text'
import { isSet, type Doc, type DocField } from '@/meta/types'
import { dateFormat, setting } from './boot'
import { linkText } from './linkTitles'

export function precisionOf(df: Pick<DocField, 'precision' | 'fieldtype'>): number {
	const own = df.precision
	if (own !== undefined && own !== null && own !== '') return cint(own)
	if (df.fieldtype === 'Currency') return cint(setting('currency_precision'), 0)
	return cint(setting('float_precision'), 3)
}

type Formatter = (value: unknown, df: DocField, doc?: Doc) => string
const decimal: Formatter = (value, df) => formatNumber(value, numberFormat(setting('number_format')), precisionOf(df), df.fieldtype !== 'Currency')

const FORMATTERS: Record<string, Formatter> = {
	Date: (value) => formatDate(value, dateFormat()),
	Datetime: (value) => formatDatetime(value, dateFormat()),
	Time: (value) => formatTime(value),
	// No grouping, as on stock: a year is an Int too.
	Int: (value) => String(cint(value)),
	Float: decimal,
	Currency: decimal,
	Percent: (value, df, doc) => `${decimal(value, df, doc)}%`,
	Check: (value) => (isSet(value) ? t('Yes') : t('No')),
	Select: (value, df) => __(value, null, df.parent),
	Duration: (value, df) => formatDuration(Number(value ?? 0), isSet(df.hide_days), isSet(df.hide_seconds), [t('day(s)'), t('hour(s)'), t('minute(s)'), t('second(s)')]),
	Rating: (value, df) => `${Math.round(Number(value ?? 0) * (cint(df.options) || 5))}/${cint(df.options) || 5}`,
	Link: (value, df) => linkText(String(df.options ?? ''), String(value)),
	'Dynamic Link': (value, df, doc) => linkText(String(doc?.[String(df.options ?? '')] ?? ''), String(value)),
	'Text Editor': (value) => stripHtml(value),
	'HTML Editor': (value) => stripHtml(value),
	Password: (value) => (value ? '••••••' : ''),
	Table: (value) => t('{0} rows', [Array.isArray(value) ? value.length : 0]),
	'Table MultiSelect': (value) => (Array.isArray(value) ? String(value.length) : ''),
}

/** Plain text of a value, for lists, titles, timeline and exports on screen. */
export function formatValue(value: unknown, df: Pick<DocField, 'fieldtype'> & Partial<DocField>, doc?: Doc): string {
	if ((value === null || value === undefined || value === '') && df.fieldtype !== 'Check') return ''
	const formatter = FORMATTERS[df.fieldtype]
	return formatter ? formatter(value, df as DocField, doc) : String(value)
}
