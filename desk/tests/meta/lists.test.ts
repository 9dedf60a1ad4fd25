/** Columns, filters, indicators, reports. */
import { describe, expect, it } from 'vitest'
import { defaultOperator, filtersFromQuery, normalizeFilters, operatorsFor, toServer } from '@/meta/filters'
import { indicatorOf } from '@/meta/indicator'
import { listColumns, searchedFields, standardFilterFields } from '@/meta/listColumns'
import { hasChildren, hiddenByTree, reportColumn, reportRows } from '@/meta/reportColumns'
import type { MetaDoc } from '@/meta/types'
import { fromSaved, startState, toSaved } from '@/screens/report/reportModel'

const meta: MetaDoc = {
	doctype: 'DocType', name: 'Plan', title_field: 'title', search_fields: 'code, year', fields: [
		{ fieldname: 'title', fieldtype: 'Data', label: 'Title', in_list_view: 1 },
		{ fieldname: 'code', fieldtype: 'Data', label: 'Code', in_list_view: 1 },
		{ fieldname: 'year', fieldtype: 'Int', label: 'Year', in_list_view: 1, in_standard_filter: 1 },
		{ fieldname: 'status', fieldtype: 'Select', label: 'Status', in_list_view: 1 },
		{ fieldname: 'rows', fieldtype: 'Table', options: 'Row', in_list_view: 1 },
	],
}
const doc = (values = {}) => ({ doctype: 'Plan', name: 'P-1', docstatus: 0, ...values })

describe('listColumns', () => {
	it('begins with the title and leaves out tables and the state, which has its own column', () => {
		expect(listColumns(meta).map((column) => column.fieldname)).toEqual(['title', 'code', 'year'])
		expect(listColumns(meta)[2]?.align).toBe('right')
	})

	it('obeys the chosen columns and ignores fields that are gone', () => {
		expect(listColumns(meta, ['title', 'gone', 'modified']).map((column) => column.fieldname)).toEqual(['title', 'modified'])
	})

	it('searches text fields only', () => {
		expect(searchedFields(meta)).toEqual(['name', 'title', 'code'])
		expect(standardFilterFields(meta).map((df) => df.fieldname)).toEqual(['year'])
	})
})

describe('indicatorOf', () => {
	const workflow = { doctype: 'Workflow', name: 'W', document_type: 'Plan', workflow_state_field: 'state', is_active: 1 as const, states: [{ state: 'Approved' }] }
	const cases: [string, Partial<MetaDoc>, object, object, string, string][] = [
		['unsaved first', {}, { __islocal: 1 }, {}, 'New', 'orange'],
		['workflow state by its style', { __workflow_docs: [workflow] }, { state: 'Approved' }, { stateStyle: () => 'Success' }, 'Approved', 'green'],
		['override_status hides the state', { __workflow_docs: [{ ...workflow, override_status: 1 }] }, { state: 'Approved', status: 'Open' }, {}, 'Open', 'blue'],
		['draft of a submittable', { is_submittable: 1 }, {}, {}, 'Draft', 'red'],
		['cancelled', { is_submittable: 1 }, { docstatus: 2 }, {}, 'Cancelled', 'red'],
		['DocType State before script', { states: [{ title: 'Open', color: 'Purple' }] }, { status: 'Open' }, { getIndicator: () => ['X', 'red'] }, 'Open', 'purple'],
		['script before guess', {}, { status: 'Open' }, { getIndicator: () => ['Late', 'red'] }, 'Late', 'red'],
		['switched off', { fields: [{ fieldname: 'enabled', fieldtype: 'Check' }] }, { enabled: 0 }, {}, 'Disabled', 'gray'],
		['submitted', { is_submittable: 1 }, { docstatus: 1 }, {}, 'Submitted', 'blue'],
	]

	it.each(cases)('%s', (_name, more, values, facts, label, tone) => {
		expect(indicatorOf({ meta: { ...meta, ...more }, doc: doc(values), ...facts })).toEqual({ label, tone })
	})

	it('says nothing when there is nothing to say', () => {
		expect(indicatorOf({ meta, doc: doc() })).toBeNull()
		// a field that did not come along, because this person may not read it
		expect(indicatorOf({ meta: { ...meta, fields: [{ fieldname: 'enabled', fieldtype: 'Check' }] }, doc: doc() })).toBeNull()
	})
})

describe('filters', () => {
	it('offers operators that fit the fieldtype', () => {
		expect(operatorsFor('Check').map((operator) => operator.value)).toEqual(['='])
		expect(operatorsFor('Date').map((operator) => operator.value)).toContain('Timespan')
		expect(defaultOperator('Data')).toBe('like')
	})

	it('adds wildcards and splits lists for the server', () => {
		expect(toServer(['Plan', 'title', 'like', 'abc'])[3]).toBe('%abc%')
		expect(toServer(['Plan', 'title', 'like', 'abc%'])[3]).toBe('abc%')
		expect(toServer(['Plan', 'code', 'in', 'a, b ,']) [3]).toEqual(['a', 'b'])
	})

	it('reads filters from the address and from every stock shape', () => {
		expect(filtersFromQuery('Plan', { status: 'Open', year: '[">",2020]' })).toEqual([['Plan', 'status', '=', 'Open'], ['Plan', 'year', '>', 2020]])
		expect(normalizeFilters('Plan', { year: ['>', 1] })).toEqual([['Plan', 'year', '>', 1]])
		expect(normalizeFilters('Plan', [['year', '=', 1], ['Row', 'x', 'is', 'set', false]])).toEqual([['Plan', 'year', '=', 1], ['Row', 'x', 'is', 'set']])
	})

	it('takes broken JSON in the address as plain text', () => {
		expect(filtersFromQuery('Plan', { title: '[oops' })).toEqual([['Plan', 'title', '=', '[oops']])
	})
})

describe('reports', () => {
	it('reads columns written as text and rows written as lists, the last one as total', () => {
		const columns = ['Plan:Link/Plan:120', 'Rows:Int'].map(reportColumn)
		const { rows, total } = reportRows(columns, [['P-1', 2], ['Total', 2]], true)

		expect(columns[0]).toMatchObject({ fieldname: 'plan', fieldtype: 'Link', options: 'Plan', width: 120 })
		expect(rows).toEqual([{ plan: 'P-1', rows: 2 }])
		expect(total).toEqual({ plan: 'Total', rows: 2 })
	})

	it('folds what lies deeper than a collapsed row', () => {
		const rows = [{ indent: 0 }, { indent: 1 }, { indent: 2 }, { indent: 0 }]

		expect([...hiddenByTree(rows, new Set([0]))]).toEqual([1, 2])
		expect([hasChildren(rows, 0), hasChildren(rows, 3)]).toEqual([true, false])
	})

	it('saves a Report view in stock form and opens it again', () => {
		const summary = { rows: [{ fieldname: 'status', doctype: 'Plan', part: '' as const }], across: null, values: [{ figure: 'sum' as const, on: { fieldname: 'year', doctype: 'Plan' } }] }
		const state = { ...startState(meta), columns: [{ fieldname: 'title', doctype: 'Plan' }, { fieldname: 'what', doctype: 'Row' }], totals: true, sortBy: 'year', sortOrder: 'asc' as const, summary, chart: 'bar' }

		expect(JSON.parse(toSaved(state, meta))).toMatchObject({ fields: [['status', 'Plan'], ['_aggregate_column', 'Plan']], order_by: '`tabPlan`.`year` asc', add_totals_row: 1, group_by: { group_by: '`tabPlan`.`status`', aggregate_function: 'sum', aggregate_on: '`tabPlan`.`year`' } })
		expect(fromSaved(toSaved(state, meta), meta)).toEqual(state)
	})
})
