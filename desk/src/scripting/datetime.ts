/** frappe.datetime of form scripts. Site and user share one time zone here. */
import { t } from '@/i18n'
import { addDays, addMonths, dateToIso, dateToIsoDatetime, daysBetween, formatDate, formatDatetime, isoToDate, parseDate } from '@/meta/format/date'
import { dateFormat } from '@/stores/boot'

const today = () => dateToIso(new Date())
const now = () => dateToIsoDatetime(new Date())
const hours = (a: unknown, b: unknown) => ((isoToDate(a)?.getTime() ?? 0) - (isoToDate(b)?.getTime() ?? 0)) / 3_600_000
const parts = (iso: string) => iso.split('-').map(Number) as [number, number, number]

export const frappeDatetime = {
	get_today: today, nowdate: today, now_date: () => today(), now_time: () => now().slice(11), now_datetime: () => now(), system_datetime: () => now(),
	add_days: (day: string, days: number) => addDays(day, days),
	add_months: (day: string, months: number) => addMonths(day, months),
	get_diff: (a: unknown, b: unknown) => daysBetween(b, a),
	get_day_diff: (a: unknown, b: unknown) => daysBetween(b, a),
	get_hour_diff: hours,
	get_minute_diff: (a: unknown, b: unknown) => hours(a, b) * 60,
	str_to_obj: (text: unknown) => isoToDate(text),
	obj_to_str: (date: Date) => dateToIso(date),
	str_to_user: (text: unknown) => (String(text ?? '').length > 10 ? formatDatetime(text, dateFormat()) : formatDate(text, dateFormat())),
	obj_to_user: (date: Date) => formatDate(dateToIso(date), dateFormat()),
	user_to_str: (text: string) => parseDate(text, dateFormat()) ?? '',
	user_to_obj: (text: string) => isoToDate(parseDate(text, dateFormat())),
	global_date_format: (text: unknown) => formatDate(text, dateFormat()),
	convert_to_user_tz: (text: string) => text,
	convert_to_system_tz: (text: string) => text,
	validate: (text: string) => isoToDate(text) !== null,
	month_start: () => `${today().slice(0, 8)}01`,
	month_end: () => addDays(addMonths(`${today().slice(0, 8)}01`, 1), -1),
	year_start: () => `${today().slice(0, 5)}01-01`,
	year_end: () => `${today().slice(0, 5)}12-31`,
	week_start: () => addDays(today(), -((new Date().getDay() + 6) % 7)),
	week_end: () => addDays(today(), 6 - ((new Date().getDay() + 6) % 7)),
	quarter_start() {
		const [year, month] = parts(today())
		return `${year}-${String(Math.floor((month - 1) / 3) * 3 + 1).padStart(2, '0')}-01`
	},
	quarter_end: () => addDays(addMonths(frappeDatetime.quarter_start(), 3), -1),
	comment_when: (text: unknown) => timeAgo(text),
}

/** "5 minutes ago" in words; older than a month as a date. */
export function timeAgo(text: unknown, from = new Date()): string {
	const date = isoToDate(text)
	if (!date) return ''
	const minutes = Math.round((from.getTime() - date.getTime()) / 60_000)
	if (minutes < 1) return t('just now')
	if (minutes < 60) return t('{0} minutes ago', [minutes])
	if (minutes < 24 * 60) return t('{0} hours ago', [Math.round(minutes / 60)])
	const days = Math.round(minutes / 1440)
	return days < 31 ? t('{0} days ago', [days]) : formatDate(text, dateFormat())
}
