/** The shapes of query reports and how their filters begin. */
import type { LocationQuery } from 'vue-router'
import type { ChartData } from '@/api/desktop'
import { dateToIso } from '@/meta/format/date'
import type { ReportRow } from '@/meta/reportColumns'
import type { DocField } from '@/meta/types'
import { boot } from '@/stores/boot'

export interface RunResult {
	columns?: unknown[]
	result?: unknown[] | null
	message?: string | string[]
	chart?: { data?: ChartData; type?: string; barOptions?: { stacked?: boolean } } | null
	report_summary?: { value: unknown; label?: string; datatype?: string; indicator?: string; type?: string }[]
	skip_total_row?: unknown
	add_total_row?: unknown
}

export type CellFormatter = (value: unknown, row: unknown, column: unknown, data: ReportRow, fallback: (value: unknown) => string) => string
export interface ReportScript { filters?: DocField[]; onload?: (report: unknown) => unknown; formatter?: CellFormatter; tree?: boolean; initial_depth?: number }

/** Fields of Report Filter rows and of scripts alike; fills `values` with address, then defaults. */
export function startFilters(given: DocField[], values: Record<string, unknown>, query: LocationQuery): DocField[] {
	const filters = given.map((df) => ({ ...df, fieldtype: df.fieldtype === 'MultiSelectList' ? 'Data' : df.fieldtype || 'Data', read_only: 0 as const }))
	for (const df of filters) {
		const fromAddress = query[df.fieldname]
		values[df.fieldname] = typeof fromAddress === 'string' ? fromAddress : defaultOf(df)
	}
	return filters
}

function defaultOf(df: DocField): unknown {
	if (df.default === 'Today' || df.default === 'today') return dateToIso(new Date())
	if (df.default === '__user') return boot.user.name
	return df.default ?? (df.fieldtype === 'Check' ? 0 : null)
}
