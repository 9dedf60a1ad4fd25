/** Grouped reports: what is asked, kept, drawn elsewhere. */
import { describe, expect, it } from 'vitest'
import type { MetaDoc } from '@/meta/types'
import { chartOf } from '@/screens/report/chartRecord'
import { fromSaved, settingsOf, startState, type ReportState } from '@/screens/report/reportModel'
import { fromGroupBy, fromSavedSummary, groupChoices, groupOf, isComplete, numberChoices, summaryWords, toGroupBy, toSavedSummary, type Summary } from '@/screens/report/summaryModel'
import { appliedFilters, sentValues, startFilters } from '@/screens/query-report/queryReport'
import { fromColumns, recordFilters, reportFilters } from '@/screens/home/chartData'
import { reportColumn } from '@/meta/reportColumns'

const meta = {
	name: 'Plan', fields: [
		{ fieldname: 'title', fieldtype: 'Text Editor', label: 'Title' },
		{ fieldname: 'status', fieldtype: 'Select', label: 'Status', options: 'Open\nDone' },
		{ fieldname: 'due', fieldtype: 'Date', label: 'Due' },
		{ fieldname: 'fee', fieldtype: 'Float', label: 'Fee' },
		{ fieldname: 'agency', fieldtype: 'Link', label: 'Agency', options: 'Agency' },
	], permissions: [],
} as unknown as MetaDoc
const status = { fieldname: 'status', doctype: 'Plan', part: '' as const }
const month = { fieldname: 'due', doctype: 'Plan', part: 'month' as const }
const level = { fieldname: 'level', doctype: 'Agency', via: 'agency', part: '' as const }
const count = { figure: 'count' as const, on: null }
const fees = { figure: 'sum' as const, on: { fieldname: 'fee', doctype: 'Plan' } }
const grouped = (summary: Partial<Summary>): ReportState => ({ ...startState(meta), summary: { rows: [status], across: null, values: [count], ...summary } })

describe('groups of a report', () => {
	it('offers fields that make groups, and numbers to add up', () => {
		expect(groupChoices(meta)[0]?.choices.map((choice) => choice.df.fieldname)).toEqual(expect.arrayContaining(['status', 'due', 'agency', 'owner']))
		expect(groupChoices(meta)[0]?.choices.map((choice) => choice.df.fieldname)).not.toContain('title')
		expect(numberChoices(meta)[0]?.choices.map((choice) => choice.df.fieldname)).toContain('fee')
	})

	it('groups dates by month unless told otherwise', () => {
		expect(groupOf({ fieldname: 'due', doctype: 'Plan' }, meta).part).toBe('month')
		expect(groupOf({ fieldname: 'status', doctype: 'Plan' }, meta, 'year').part).toBe('')
	})

	it('asks for nothing that is incomplete or named twice', () => {
		expect(isComplete({ rows: [], across: null, values: [count] })).toBe(false)
		expect(isComplete({ rows: [status], across: status, values: [count] })).toBe(false)
		expect(isComplete({ rows: [status], across: null, values: [{ figure: 'sum', on: null }] })).toBe(false)
		expect(isComplete({ rows: [month, { ...month, part: 'year' }], across: status, values: [fees] })).toBe(true)
	})

	it('is kept and opened again, linked fields and parts of dates included', () => {
		const summary: Summary = { rows: [level, month], across: status, values: [count, fees] }
		const saved = toSavedSummary(summary, meta)
		expect(saved).toEqual({ rows: [{ field: 'agency.level' }, { field: 'due', part: 'month' }], across: { field: 'status' }, values: [{ function: 'count' }, { function: 'sum', field: 'fee' }] })
		expect(fromSavedSummary(saved, meta)).toEqual(summary)
	})

	it('opens what the older desk saved', () => {
		expect(fromGroupBy({ group_by: '`tabPlan`.`status`', aggregate_function: 'sum', aggregate_on: '`tabPlan`.`fee`' }, meta)).toEqual({ rows: [status], across: null, values: [fees] })
		expect(fromGroupBy({}, meta)).toBeNull()
	})

	it('writes the older form only for what it can say', () => {
		expect(toGroupBy({ rows: [status], across: null, values: [fees] }, meta)).toMatchObject({ aggregate_function: 'sum' })
		for (const more of [{ rows: [month] }, { rows: [level] }, { across: month }, { values: [count, fees] }, { values: [{ ...fees, figure: 'max' as const }] }]) expect(toGroupBy({ rows: [status], across: null, values: [fees], ...more }, meta)).toBeNull()
	})

	it('keeps the columns of the plain list beside the groups', () => {
		const state = grouped({})
		const settings = settingsOf(state, meta)
		expect(settings.fields).toEqual([['status', 'Plan'], ['_aggregate_column', 'Plan']])
		expect(fromSaved(JSON.stringify(settings), meta)).toEqual(state)
	})

	it('sends "contains" with wildcards and shows it without', () => {
		const state = { ...startState(meta), filters: [['Plan', 'title', 'like', 'đất'] as [string, string, string, unknown]] }
		const settings = settingsOf(state, meta)
		expect(settings.filters).toEqual([['Plan', 'title', 'like', '%đất%']])
		expect(fromSaved(JSON.stringify(settings), meta).filters).toEqual(state.filters)
	})

	it('names its groups', () => {
		expect(summaryWords({ rows: [status], across: month, values: [count] }, meta, String)).toBe('Status × Due')
	})
})

describe('a chart made of a report', () => {
	it('counts by a field, with the filters of the report', () => {
		const state = { ...grouped({ values: [fees] }), chart: 'pie', filters: [['Plan', 'status', '=', 'Open'] as [string, string, string, unknown]] }
		expect(chartOf(state, meta)).toMatchObject({ chart_type: 'Group By', type: 'Pie', document_type: 'Plan', group_by_type: 'Sum', group_by_based_on: 'status', aggregate_function_based_on: 'fee', filters_json: '[["Plan","status","=","Open",false]]' })
	})

	it('goes over time where the group is a date', () => {
		expect(chartOf(grouped({ rows: [month] }), meta)).toMatchObject({ chart_type: 'Count', based_on: 'due', time_interval: 'Monthly', timeseries: 1 })
	})

	it('is the saved report’s own chart for anything more, and nothing without one', () => {
		expect(chartOf(grouped({ across: month }), meta, 'Saved')).toMatchObject({ chart_type: 'Report', report_name: 'Saved', use_report_chart: 1 })
		expect(chartOf(grouped({ rows: [level] }), meta)).toBeNull()
		expect(chartOf({ ...startState(meta) }, meta, 'Saved')).toBeNull()
	})
})

describe('charts and figures of reports', () => {
	it('takes columns of a report as labels and series', () => {
		const columns = ['Plan:Data', 'Fee:Float'].map(reportColumn)
		expect(fromColumns(columns, [{ plan: 'A', fee: 2 }], 'plan', ['fee'])).toEqual({ labels: ['A'], datasets: [{ name: 'Fee', values: [2] }] })
	})

	it('works out moving filters anew, and leaves out what it cannot read', () => {
		const found = reportFilters({ filters_json: '{"a": 1}', dynamic_filters_json: '{"day": "frappe.datetime.get_today()", "bad": "1 +"}' })
		expect(found).toMatchObject({ a: 1, bad: undefined })
		expect(found.day).toMatch(/^\d{4}-\d{2}-\d{2}$/)
		expect(recordFilters({ filters_json: '[["A","b","=",1]]', dynamic_filters_json: '[["A","n","=","1 + 1"]]' })).toEqual([['A', 'b', '=', 1], ['A', 'n', '=', 2]])
	})
})

describe('filters of a query report', () => {
	it('sends choices as lists and nothing for what is empty', () => {
		const values: Record<string, unknown> = {}
		const filters = startFilters([{ fieldname: 'states', fieldtype: 'MultiSelectList' }, { fieldname: 'day', fieldtype: 'Date' }, { fieldname: 'all', fieldtype: 'Check' }], values, { states: 'A, B' })
		expect(sentValues(filters, values)).toEqual({ states: ['A', 'B'], all: 0 })
	})

	it('says the chosen ones above a printed page', () => {
		const filters = [{ fieldname: 'day', fieldtype: 'Date', label: 'Day' }, { fieldname: 'x', fieldtype: 'Data', hidden: 1 as const }]
		expect(appliedFilters(filters, { day: '2026-01-01', x: 'y' }, String)).toEqual({ Day: '2026-01-01' })
	})
})
