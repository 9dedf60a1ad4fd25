/** Calls of the Report view: groups and their files, saving, sending by e-mail, charts. */
import { call, csrfToken, xcall } from '@/api/client'
import type { ChartData } from '@/api/desktop'
import { download } from '@/api/lists'
import type { ReportRow } from '@/meta/reportColumns'
import { addLinkTitles } from '@/stores/linkTitles'
import type { SavedReport } from './reportModel'

export interface SummaryAnswer { columns: unknown[]; result: ReportRow[]; total: ReportRow; chart: { data: ChartData; type: string } | null }
export type FileKind = 'Excel' | 'CSV' | 'PDF'

export async function runSummary(doctype: string, settings: SavedReport): Promise<SummaryAnswer> {
	const answer = await call('frappe.desk.report_builder.run', { doctype, settings })
	addLinkTitles(answer._link_titles ?? {})
	return answer.message as SummaryAnswer
}

export function exportReport(doctype: string, settings: SavedReport, title: string, file_format_type: FileKind): void {
	download('frappe.desk.report_builder.export', { doctype, settings, title, file_format_type }, csrfToken())
}

export const saveReport = (name: string, doctype: string, report_settings: string) => xcall<string>('frappe.desk.reportview.save_report', { name, doctype, report_settings }, { quiet: true })
export const deleteReport = (name: string) => xcall('frappe.desk.reportview.delete_report', { name }, { quiet: true })
export const insert = <T = Record<string, unknown>>(doc: Record<string, unknown>) => xcall<T>('frappe.client.insert', { doc }, { quiet: true })
