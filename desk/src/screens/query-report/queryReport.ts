/** The shapes of query reports and how their filters begin. */
import type { LocationQuery } from 'vue-router'
import type { ChartData } from '@/api/desktop'
import { dateToIso } from '@/meta/format/date'
import type { ReportRow } from '@/meta/reportColumns'
import { t } from '@/i18n'
import { isSet, type DocField } from '@/meta/types'
import { boot } from '@/stores/boot'

export interface RunResult {
	columns?: unknown[]
	result?: unknown[] | null
	message?: string | string[]
	chart?: { data?: ChartData; type?: string; barOptions?: { stacked?: boolean } } | null
	report_summary?: { value: unknown; label?: string; datatype?: string; indicator?: string; type?: string }[]
	skip_total_row?: unknown
	add_total_row?: unknown
	/** The report runs in the background; `doc` is the newest finished run with these filters. */
	prepared_report?: boolean
	doc?: PreparedRun | null
}
export interface PreparedRun { name: string; creation?: string; report_end_time?: string; status?: string; error_message?: string }

export type CellFormatter = (value: unknown, row: unknown, column: unknown, data: ReportRow, fallback: (value: unknown) => string) => string
export interface ReportScript { filters?: DocField[]; onload?: (report: unknown) => unknown; formatter?: CellFormatter; tree?: boolean; initial_depth?: number }

/** What the server is sent: lists of several choices as lists, nothing for what is empty. */
export function sentValues(filters: readonly DocField[], values: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const several = new Set(filters.filter((df) => df.several).map((df) => df.fieldname))
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== '').map(([name, value]) => [name, several.has(name) && typeof value === 'string' ? value.split(',').map((part) => part.trim()).filter(Boolean) : value]))
}

/** The chosen filters in words, above a printed report. */
export function appliedFilters(filters: readonly DocField[], values: Readonly<Record<string, unknown>>, write: (value: unknown, df: DocField) => string): Record<string, string> {
	return Object.fromEntries(filters.filter((df) => values[df.fieldname] && !isSet(df.hidden)).map((df) => [df.label ?? df.fieldname, write(values[df.fieldname], df)]))
}

/** Fields of Report Filter rows and of scripts alike; fills `values` with address, then defaults. */
export function startFilters(given: DocField[], values: Record<string, unknown>, query: LocationQuery): DocField[] {
	const filters = given.map((df) => ({ ...df, several: df.fieldtype === 'MultiSelectList', fieldtype: df.fieldtype === 'MultiSelectList' ? 'Data' : df.fieldtype || 'Data', read_only: 0 as const, description: df.fieldtype === 'MultiSelectList' ? t('Several values, separated by commas') : df.description }))
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
