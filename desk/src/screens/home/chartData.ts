/** Decides what a Dashboard Chart draws: counted by the server, or taken from a report's own chart or columns. */
import { call, xcall } from '@/api/client'
import type { ChartData } from '@/api/desktop'
import { evaluate } from '@/meta/expression/evaluate'
import { reportColumn, reportRows, type ReportColumn, type ReportRow } from '@/meta/reportColumns'
import { isSet } from '@/meta/types'
import { expressionGlobals } from '@/scripting/expressionGlobals'
import { formatValue } from '@/stores/format'
import { readFilter } from './blocks'

export type ChartDoc = Record<string, unknown>
export interface Heatmap { dataPoints: Record<string, number> }
interface ReportAnswer { columns?: unknown[]; result?: unknown[]; add_total_row?: unknown; skip_total_row?: unknown; chart?: { data?: ChartData; type?: string } | null }

export interface DrawnChart { data?: ChartData; type: string; days?: Record<string, number> }

export async function drawnChart(chart: ChartDoc): Promise<DrawnChart> {
	const type = String(chart.type ?? 'Bar').toLowerCase()
	if (chart.chart_type === 'Report') return fromReport(chart, type)
	const answer = await call('frappe.desk.doctype.dashboard_chart.dashboard_chart.get', { chart_name: chart.name, refresh: 0 })
	const given = answer.message as (ChartData & Partial<Heatmap>) | undefined
	if (given?.dataPoints) return { type: 'heatmap', days: given.dataPoints }
	return { data: given && withTitles(given, answer._link_titles ?? {}), type }
}

/** Linked records are shown by their titles, which come beside the chart. */
export function withTitles(data: ChartData, titles: Record<string, string>): ChartData {
	const byName = new Map(Object.entries(titles).map(([key, title]) => [key.slice(key.indexOf('::') + 2), title]))
	return { ...data, labels: data.labels.map((label) => byName.get(label) ?? label) }
}

async function fromReport(chart: ChartDoc, type: string): Promise<DrawnChart> {
	const answer = await xcall<ReportAnswer>('frappe.desk.query_report.run', { report_name: chart.report_name, filters: reportFilters(chart), ignore_prepared_report: 1, are_default_filters: false })
	if (isSet(chart.use_report_chart)) return { data: answer.chart?.data, type: answer.chart?.type ?? type }
	const columns = (answer.columns ?? []).map(reportColumn)
	const { rows } = reportRows(columns, answer.result ?? [], isSet(answer.add_total_row) && !isSet(answer.skip_total_row))
	const series = ((chart.y_axis as { y_field: string }[] | undefined) ?? []).map((row) => row.y_field)
	return { data: fromColumns(columns, rows, String(chart.x_field ?? ''), series), type }
}

export function fromColumns(columns: readonly ReportColumn[], rows: readonly ReportRow[], x: string, series: readonly string[]): ChartData {
	const head = columns.find((column) => column.fieldname === x)
	const label = (name: string) => columns.find((column) => column.fieldname === name)?.label ?? name
	return {
		labels: rows.map((row) => (head ? formatValue(row[x], head) : String(row[x] ?? ''))),
		datasets: series.map((name) => ({ name: label(name), values: rows.map((row) => Number(row[name] ?? 0)) })),
	}
}

/** Stored filters with those that are worked out anew each time, such as the present user or day. */
export function reportFilters(chart: ChartDoc): Record<string, unknown> {
	return { ...asObject(chart.filters_json), ...computed(asObject(chart.dynamic_filters_json)) }
}

function asObject(text: unknown): Record<string, unknown> {
	const value = readFilter(String(text ?? ''))
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

function computed(expressions: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(expressions).map(([name, text]) => [name, valueOf(text)]))
}

function valueOf(text: unknown): unknown {
	try {
		return evaluate(String(text), expressionGlobals())
	} catch {
		return undefined // an expression that cannot be read narrows nothing
	}
}

/** Rows of a chart or card on records: the stored ones and the computed ones. */
export function recordFilters(record: ChartDoc): unknown[] {
	const stored = readFilter(String(record.filters_json ?? ''))
	const dynamic = readFilter(String(record.dynamic_filters_json ?? ''))
	const rows = (Array.isArray(dynamic) ? dynamic : []).map((row: unknown[]) => [row[0], row[1], row[2], valueOf(row[3])])
	return [...(Array.isArray(stored) ? stored : []), ...rows]
}
