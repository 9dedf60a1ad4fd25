/** Decides how a background job and scheduled work read: names, states, lengths of time, what can be done. */
import { t } from '@/i18n'
import type { Tone } from '@/meta/indicator'

export interface Job { name: string; job_name: string; status: string; queue: string; owner: string; creation: string; started_at?: string | null; ended_at?: string | null; time_taken?: number | null; exc_info?: string | null }
export interface Planned { name: string; method: string; server_script?: string | null; frequency: string; cron_format?: string | null; stopped: 0 | 1; last_execution?: string | null; next_execution?: string | null; last_status?: string | null; waits: boolean }

const TITLES: Record<string, () => string> = {
	'frappe.automation.doctype.auto_repeat.auto_repeat.make_auto_repeat_entry': () => t('Repeat records by the calendar'),
	'frappe.automation.doctype.auto_repeat.auto_repeat.set_auto_repeat_as_completed': () => t('Close repeats that are over'),
	'frappe.automation.doctype.reminder.reminder.send_reminders': () => t('Send reminders'),
	'frappe.core.doctype.log_settings.log_settings.run_log_clean_up': () => t('Clear old logs'),
	'frappe.core.doctype.prepared_report.prepared_report.expire_stalled_report': () => t('Close reports that hang'),
	'frappe.desk.form.document_follow.send_daily_updates': () => t('Mail followers, daily'),
	'frappe.desk.form.document_follow.send_hourly_updates': () => t('Mail followers, hourly'),
	'frappe.desk.form.document_follow.send_weekly_updates': () => t('Mail followers, weekly'),
	'frappe.email.doctype.auto_email_report.auto_email_report.send_daily': () => t('Reports by e-mail, daily'),
	'frappe.email.doctype.auto_email_report.auto_email_report.send_monthly': () => t('Reports by e-mail, monthly'),
	'frappe.email.doctype.notification.notification.trigger_daily_alerts': () => t('Notifications of the day'),
	'frappe.email.queue.flush': () => t('Send waiting mails'),
	'frappe.email.queue.send': () => t('Send a mail'),
	'frappe.oauth.delete_oauth2_data': () => t('Clear expired sign-in keys'),
}

/** Words for the work of the framework; an app's is known by its path. */
export function titleOf(method: string): string {
	return TITLES[method]?.() ?? method
}

const STATES: Record<string, { tone: Tone; label: () => string }> = {
	queued: { tone: 'yellow', label: () => t('Waiting') },
	scheduled: { tone: 'orange', label: () => t('Will be tried again') },
	deferred: { tone: 'gray', label: () => t('Waiting') },
	started: { tone: 'blue', label: () => t('Running') },
	finished: { tone: 'green', label: () => t('Done') },
	failed: { tone: 'red', label: () => t('Failed') },
	canceled: { tone: 'gray', label: () => t('Stopped') },
}
export const FILTERS = ['queued', 'started', 'failed', 'finished'] as const

export const stateOf = (status: string) => STATES[status] ?? { tone: 'gray' as Tone, label: () => status }

export type Act = 'retry' | 'stop' | 'remove'
export function actsOf(status: string): Act[] {
	if (['failed', 'canceled'].includes(status)) return ['retry', 'remove']
	if (status === 'finished') return ['remove']
	return ['stop']
}

/** The last line of a trace says what went wrong. */
export function lastLine(trace?: string | null): string {
	const lines = (trace ?? '').split('\n').map((line) => line.trim()).filter(Boolean)
	return lines[lines.length - 1] ?? ''
}

/** "0,4 giây", "2 phút 5 giây". */
export function lengthOf(seconds?: number | null): string {
	if (seconds === undefined || seconds === null) return ''
	if (seconds < 10) return t('{0} s', [seconds.toFixed(1).replace('.', t('decimal point'))])
	if (seconds < 60) return t('{0} s', [Math.round(seconds)])
	const minutes = Math.floor(seconds / 60)
	if (minutes < 60) return t('{0} min {1} s', [minutes, Math.round(seconds % 60)])
	return t('{0} h {1} min', [Math.floor(minutes / 60), minutes % 60])
}

export function queueName(queue: string): string {
	const names: Record<string, string> = { short: t('Short work'), default: t('Ordinary work'), long: t('Long work') }
	return names[queue] ?? queue
}

const RHYTHMS: Record<string, () => string> = {
	All: () => t('Every few minutes'), Hourly: () => t('Every hour'), Daily: () => t('Every day'), Weekly: () => t('Every week'),
	Monthly: () => t('Every month'), Yearly: () => t('Every year'), Annual: () => t('Every year'),
}
export function rhythmOf(planned: Pick<Planned, 'frequency' | 'cron_format'>): string {
	if (planned.frequency === 'Cron') return t('By the rule {0}', [planned.cron_format ?? ''])
	return RHYTHMS[planned.frequency.replace(/ Long$/, '')]?.() ?? planned.frequency
}

export function endOf(status?: string | null): { tone: Tone; label: string } | null {
	if (status === 'Complete') return { tone: 'green', label: t('Went well') }
	if (status === 'Failed') return { tone: 'red', label: t('Failed') }
	return status ? { tone: 'blue', label: t('Running') } : null
}
