/** Decides which Dashboard Chart stands for a grouped report: by a field, over time, or the saved report's own chart. */
import { toServer } from '@/meta/filters'
import type { MetaDoc } from '@/meta/types'
import type { ReportState } from './reportModel'
import type { DatePart, Figure, GroupPick, ValuePick } from './summaryModel'

export interface ChartRecord { [field: string]: unknown; doctype: 'Dashboard Chart' }

const FUNCTIONS: Partial<Record<Figure, string>> = { count: 'Count', sum: 'Sum', avg: 'Average' }
const INTERVALS: Record<Exclude<DatePart, ''>, string> = { month: 'Monthly', quarter: 'Quarterly', year: 'Yearly' }
const TYPES: Record<string, string> = { line: 'Line', pie: 'Pie', donut: 'Donut' }

/** The record without its name; null where only a saved report could show it and there is none. */
export function chartOf(state: ReportState, meta: MetaDoc, saved?: string): ChartRecord | null {
	const { summary } = state
	if (!summary) return null
	const record: ChartRecord = { doctype: 'Dashboard Chart', type: TYPES[state.chart] ?? 'Bar', is_public: 1 }
	const [by, ...more] = summary.rows
	const [value, ...others] = summary.values
	const isPlain = by && value && !more.length && !others.length && !summary.across && isOwn(by, meta) && FUNCTIONS[value.figure] && (!value.on || isOwn(value.on, meta))
	if (isPlain) return { ...record, ...fields(by, value), document_type: meta.name, filters_json: JSON.stringify(state.filters.map((row) => [...toServer(row), false])) }
	return saved ? { ...record, chart_type: 'Report', report_name: saved, use_report_chart: 1, filters_json: '{}' } : null
}

const isOwn = (picked: { doctype: string; via?: string }, meta: MetaDoc) => !picked.via && picked.doctype === meta.name

function fields(by: GroupPick, value: ValuePick): Record<string, unknown> {
	const figure = FUNCTIONS[value.figure]
	const on = value.on?.fieldname
	if (by.part) return { chart_type: figure, based_on: by.fieldname, value_based_on: on, timeseries: 1, timespan: 'Last Year', time_interval: INTERVALS[by.part] }
	return { chart_type: 'Group By', group_by_type: figure, group_by_based_on: by.fieldname, aggregate_function_based_on: on }
}
