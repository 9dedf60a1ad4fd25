/** The state of one list: what is asked for, what came, what is remembered. No drawing. */
import { computed, reactive, ref, shallowRef } from 'vue'
import { LatestOnly } from '@/api/client'
import { column, getCount, getRows } from '@/api/lists'
import { serverText } from '@/api/texts'
import { normalizeFilters, type FilterRow } from '@/meta/filters'
import { findField, indicatorFields, listColumns, searchedFields } from '@/meta/listColumns'
import { isSet, type Doc, type MetaDoc } from '@/meta/types'
import { scriptSettings } from '@/scripting/settings'
import { boot } from '@/stores/boot'
import { setLinkTitle } from '@/stores/linkTitles'
import { loadMeta } from '@/stores/meta'
import { remember, remembered } from '@/stores/userSettings'
import type { GetIndicator } from '@/meta/indicator'

export interface ListviewSettings {
	add_fields?: string[]
	filters?: unknown[]
	get_indicator?: GetIndicator
	hide_name_column?: boolean
	formatters?: Record<string, (value: unknown, df: unknown, doc: Doc) => string>
	onload?: (list: unknown) => void
	refresh?: (list: unknown) => void
	primary_action?: () => void
	/** This desk's own: before a step is taken on the chosen rows; the step waits for what it returns. */
	before_workflow_action?: (list: unknown, action: string) => unknown
}
interface Remembered { filters: FilterRow[]; sort_by: string; sort_order: string; columns: string[]; page_length: number }

export const PAGE_SIZES = [20, 100, 500]

export function createListModel(meta: MetaDoc, initial: FilterRow[] | null) {
	const saved = remembered<Remembered>(meta.name, 'List')
	const settings = scriptSettings<ListviewSettings>('listview_settings', meta.name)
	const [field, order] = defaultSort(meta)
	const state = reactive({
		filters: initial ?? saved.filters ?? normalizeFilters(meta.name, settings.filters),
		search: '',
		sortBy: saved.sort_by || field, sortOrder: (saved.sort_order || order) as 'asc' | 'desc',
		pageLength: saved.page_length ?? 20, start: 0,
		columns: saved.columns ?? [],
		loading: true, failure: '', total: null as number | null,
	})
	const rows = shallowRef<Doc[]>([])
	const selected = ref<Set<string>>(new Set())
	const gate = new LatestOnly()
	const columns = computed(() => listColumns(meta, state.columns))

	function query() {
		const names = new Set(['name', 'modified', '_assign', '_user_tags', ...indicatorFields(meta), ...columns.value.map((c) => c.fieldname), ...(settings.add_fields ?? [])])
		const known = [...names].filter((name) => name.startsWith('_') || findField(meta, name))
		const orFilters: FilterRow[] = state.search.trim() ? searchedFields(meta).map((name) => [meta.name, name, 'like', state.search.normalize('NFC').trim()]) : []
		return { doctype: meta.name, fields: known.map((name) => column(meta.name, name)), filters: state.filters, orFilters }
	}

	async function load(): Promise<void> {
		state.loading = true
		state.failure = ''
		try {
			const titles = await titleColumns(meta, columns.value.map((c) => c.fieldname))
			const base = query()
			const answer = await gate.run(() => getRows({ ...base, fields: [...base.fields, ...titles.map((title) => title.select)], orderBy: `${column(meta.name, state.sortBy)} ${state.sortOrder}`, start: state.start, pageLength: state.pageLength, view: 'List' }))
			if (!answer) return
			for (const row of answer.value) for (const title of titles) if (row[title.key]) setLinkTitle(title.doctype, String(row[title.field]), String(row[title.key]))
			rows.value = answer.value
			selected.value = new Set([...selected.value].filter((name) => answer.value.some((row) => row.name === name)))
			state.loading = false
			void count(base)
		} catch (error) {
			state.failure = serverText(error).text
			state.loading = false
		}
	}
	const countGate = new LatestOnly()
	async function count(base: ReturnType<typeof query>): Promise<void> {
		const answer = await countGate.run(() => getCount(base)).catch(() => null)
		if (answer) state.total = Number(answer.value)
	}
	function change(): void {
		state.start = 0
		remember(meta.name, 'List', { filters: state.filters, sort_by: state.sortBy, sort_order: state.sortOrder, columns: state.columns, page_length: state.pageLength })
		void load()
	}
	function selectNone(): void {
		selected.value = new Set()
	}
	return { meta, settings, state, rows, selected, columns, load, change, query, selectNone }
}

export type ListModel = ReturnType<typeof createListModel>

function defaultSort(meta: MetaDoc): [string, 'asc' | 'desc'] {
	const first = (meta.sort_field ?? '').split(',')[0]?.trim().split(/\s+/) ?? []
	const order = (first[1] ?? meta.sort_order ?? 'desc').toLowerCase() === 'asc' ? 'asc' : 'desc'
	return [first[0] || 'modified', order]
}

interface TitleColumn { field: string; doctype: string; key: string; select: string }

/** Titles of linked records, fetched with the rows: `agency.agency_name as agency_agency_name`. */
async function titleColumns(meta: MetaDoc, shown: string[]): Promise<TitleColumn[]> {
	const links = meta.fields.filter((df) => df.fieldtype === 'Link' && shown.includes(df.fieldname) && boot.link_title_doctypes.includes(String(df.options)))
	const metas = await Promise.all(links.map((df) => loadMeta(String(df.options)).catch(() => null)))
	return links.flatMap((df, i) => {
		const linked = metas[i]
		if (!linked?.title_field || !isSet(linked.show_title_field_in_link)) return []
		const key = `${df.fieldname}_${linked.title_field}`
		return [{ field: df.fieldname, doctype: linked.name, key, select: `${df.fieldname}.${linked.title_field} as ${key}` }]
	})
}
