/** Sends a saved report by e-mail again and again: asks when, to whom, in which form. */
import { t } from '@/i18n'
import { prompt } from '@/scripting/messages'
import { boot } from '@/stores/boot'
import { showError, toast } from '@/stores/dialogs'
import { insert } from './api'

const choice = (pairs: [string, string][]) => pairs.map(([value, label]) => ({ value, label })) as unknown as string

export function schedule(report: string, extra: Record<string, unknown> = {}): void {
	prompt([
		{ fieldname: 'email_to', fieldtype: 'Small Text', label: t('Send to'), description: t('One address on each line'), reqd: 1, default: String(boot.user.email ?? '') },
		{ fieldname: 'frequency', fieldtype: 'Select', label: t('How often'), options: choice([['Daily', t('Every day')], ['Weekdays', t('Every working day')], ['Weekly', t('Every Monday')], ['Monthly', t('On the first of the month')]]), default: 'Weekly', reqd: 1 },
		{ fieldname: 'format', fieldtype: 'Select', label: t('As'), options: choice([['HTML', t('A table in the message')], ['XLSX', 'Excel'], ['PDF', 'PDF'], ['CSV', 'CSV']]), default: 'XLSX', reqd: 1 },
	], (values) => void store(report, { ...extra, ...(values as Record<string, unknown>) }), t('Send it by e-mail regularly'), t('Save'))
}

async function store(report: string, values: Record<string, unknown>): Promise<void> {
	try {
		await insert({ doctype: 'Auto Email Report', report, user: boot.user.name, enabled: 1, day_of_week: 'Monday', no_of_rows: 500, ...values })
		toast(t('The report will be sent: with the rows that you may see.'))
	} catch (error) {
		showError(error)
	}
}
