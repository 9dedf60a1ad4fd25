/** Decides what waits for a person: open workflow actions of their roles, and ToDos given to them. */
import { getList } from '@/api/lists'
import { ApiError } from '@/api/errors'
import { __, t } from '@/i18n'
import { dateToIso } from '@/meta/format/date'
import { slug, stripHtml } from '@/meta/format/text'
import { guess, type Tone } from '@/meta/indicator'
import { boot } from '@/stores/boot'
import { isSet } from '@/meta/types'
import { loadMeta } from '@/stores/meta'

export interface WorkItem { key: string; title: string; what: string; path: string; state?: string; tone?: Tone; due?: string; isLate: boolean; at: string }
interface ActionRow { name: string; reference_doctype: string; reference_name: string; workflow_state: string; creation: string }
interface TodoRow { name: string; description?: string; reference_type?: string; reference_name?: string; date?: string; creation: string }

export async function loadMyWork(): Promise<WorkItem[]> {
	const [actions, todos] = await Promise.all([openActions(), openTodos()])
	const covered = new Set(actions.map((item) => item.path))
	const all = [...actions, ...todos.filter((item) => !covered.has(item.path))]
	return all.sort((a, b) => Number(b.isLate) - Number(a.isLate) || (a.due ?? '9').localeCompare(b.due ?? '9') || b.at.localeCompare(a.at))
}

async function openActions(): Promise<WorkItem[]> {
	const rows = await readable(() => getList<ActionRow>('Workflow Action', { fields: ['name', 'reference_doctype', 'reference_name', 'workflow_state', 'creation'], filters: { status: 'Open' }, order_by: 'creation desc', limit_page_length: 50 }))
	const titles = await titlesOf(rows)
	return rows.map((row) => ({
		key: `a${row.name}`, title: titles.get(`${row.reference_doctype}/${row.reference_name}`) ?? row.reference_name, what: `${__(row.reference_doctype)} · ${t('waits for your decision')}`,
		path: `/app/${slug(row.reference_doctype)}/${encodeURIComponent(row.reference_name)}`, state: row.workflow_state, tone: guess(row.workflow_state), isLate: false, at: row.creation,
	}))
}

async function openTodos(): Promise<WorkItem[]> {
	const today = dateToIso(new Date())
	const rows = await readable(() => getList<TodoRow>('ToDo', { fields: ['name', 'description', 'reference_type', 'reference_name', 'date', 'creation'], filters: { status: 'Open', allocated_to: boot.user.name }, order_by: 'date asc', limit_page_length: 50 }))
	return rows.map((row) => ({
		key: `t${row.name}`, title: stripHtml(row.description) || row.reference_name || row.name, what: row.reference_type ? `${__(row.reference_type)} · ${row.reference_name ?? ''}` : t('ToDo'),
		path: row.reference_type && row.reference_name ? `/app/${slug(row.reference_type)}/${encodeURIComponent(row.reference_name)}` : `/app/todo/${encodeURIComponent(row.name)}`,
		due: row.date, isLate: Boolean(row.date && row.date < today), at: row.creation,
	}))
}

/** Readable titles of the documents that actions point to, one request per DocType. */
async function titlesOf(rows: readonly ActionRow[]): Promise<Map<string, string>> {
	const found = new Map<string, string>()
	const types = [...new Set(rows.map((row) => row.reference_doctype))]
	await Promise.all(types.map(async (doctype) => {
		const names = rows.filter((row) => row.reference_doctype === doctype).map((row) => row.reference_name)
		const told = await readable(() => tellingFields(doctype))
		if (!told.length) return
		const docs = await readable(() => getList<Record<string, string>>(doctype, { fields: ['name', ...told.map((field, i) => `${field} as told_${i}`)], filters: { name: ['in', names] }, limit_page_length: names.length }))
		for (const doc of docs) {
			const words = told.map((_, i) => doc[`told_${i}`]).filter(Boolean)
			if (words.length) found.set(`${doctype}/${doc.name}`, words.join(' · '))
		}
	}))
	return found
}

const MOST_TELLING = 2

/** The title; where a form has none, what its list says of the records that it links to: a number alone tells nobody anything. */
async function tellingFields(doctype: string): Promise<string[]> {
	const meta = await loadMeta(doctype)
	if (meta.title_field) return [meta.title_field]
	const links = meta.fields.filter((df) => df.fieldtype === 'Link' && isSet(df.in_list_view) && df.options !== 'User').slice(0, MOST_TELLING)
	const titles = await Promise.all(links.map(async (df) => (await loadMeta(String(df.options))).title_field))
	return links.map((df, i) => (titles[i] ? `${df.fieldname}.${titles[i]}` : df.fieldname))
}

/** A list that this person may not read is empty for them, not an error of the page. */
async function readable<T>(read: () => Promise<T[]>): Promise<T[]> {
	try {
		return (await read()) ?? []
	} catch (error) {
		if (error instanceof ApiError && [403, 404].includes(error.status)) return []
		throw error
	}
}
