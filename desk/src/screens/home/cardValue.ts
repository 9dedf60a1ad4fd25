/** Decides the figure of a number card: counted by the server, taken from a report's column, or given by a method. */
import { getNumber } from '@/api/desktop'
import { xcall } from '@/api/client'
import { reportColumn, reportRows, type ReportRow } from '@/meta/reportColumns'
import { isSet } from '@/meta/types'
import { recordFilters, reportFilters } from './chartData'

type Card = Record<string, unknown>

/** Null: the method has no figure for this person. */
export async function cardValue(card: Card): Promise<number | null> {
	if (card.type === 'Report') return fromReport(card)
	if (card.type === 'Custom') return figure(await xcall(String(card.method), { filters: card.filters_json || '{}' }))
	return figure(await getNumber({ ...card, filters_json: JSON.stringify(recordFilters(card)) }))
}

async function fromReport(card: Card): Promise<number> {
	const answer = await xcall<{ columns?: unknown[]; result?: unknown[]; add_total_row?: unknown }>('frappe.desk.query_report.run', { report_name: card.report_name, filters: reportFilters(card), ignore_prepared_report: 1, are_default_filters: false })
	const { rows } = reportRows((answer.columns ?? []).map(reportColumn), answer.result ?? [], isSet(answer.add_total_row))
	return aggregate(rows, String(card.report_field ?? ''), String(card.report_function ?? 'Sum'))
}

export function aggregate(rows: readonly ReportRow[], field: string, how: string): number {
	const values = rows.map((row) => Number(row[field] ?? 0)).filter(Number.isFinite)
	if (!values.length) return 0
	if (how === 'Minimum') return Math.min(...values)
	if (how === 'Maximum') return Math.max(...values)
	const sum = values.reduce((total, value) => total + value, 0)
	return how === 'Average' ? sum / values.length : sum
}

function figure(result: unknown): number | null {
	const value = typeof result === 'object' && result !== null ? (result as { value?: unknown }).value : result
	return value === null || value === undefined ? null : Number(value)
}
