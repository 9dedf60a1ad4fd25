/** Asks what a person wants to place on a workspace, kind by kind. */
import { __, t } from '@/i18n'
import { getList } from '@/api/lists'
import type { DocField } from '@/meta/types'
import { prompt } from '@/scripting/messages'
import { toast } from '@/stores/dialogs'
import { freeLabel, type LayoutItem, type Widget, type WidgetKind } from './layout'

type Values = Record<string, string>
type Place = (widget: Widget) => void
const choice = (values: [string, string][]) => values.map(([value, label]) => ({ value, label })) as unknown as string
const link = (fieldname: string, label: string, options: string, extra: Partial<DocField> = {}): Partial<DocField> => ({ fieldname, fieldtype: 'Link', label, options, reqd: 1, ...extra })
const heading: Partial<DocField> = { fieldname: 'label', fieldtype: 'Data', label: t('Heading'), description: t('Empty: the name of what you chose') }

export const KINDS: { kind: WidgetKind; label: string }[] = [
	{ kind: 'shortcut', label: 'A shortcut' },
	{ kind: 'number_card', label: 'A figure' },
	{ kind: 'chart', label: 'A chart' },
	{ kind: 'quick_list', label: 'The newest records of a list' },
	{ kind: 'card', label: 'A group of links' },
	{ kind: 'header', label: 'A heading' },
]
const SHORTCUT_TYPES: [string, string][] = [['DocType', 'List of records'], ['Report', 'Report'], ['Dashboard', 'Dashboard']]

export function askWidget(kind: WidgetKind, items: readonly LayoutItem[], place: Place): void {
	const put = (label: string, row: Record<string, unknown>) => place({ kind, label: freeLabel(label, items, kind), row })
	const ask: Record<WidgetKind, () => unknown> = {
		shortcut: () => askShortcut(put),
		number_card: () => void askRecord('Number Card', 'number_card_name', put),
		chart: () => void askRecord('Dashboard Chart', 'chart_name', put),
		quick_list: () => prompt([link('document_type', t('List'), 'DocType'), heading], (values) => { const v = values as Values; put(v.label || __(v.document_type), { document_type: v.document_type }) }, t('The newest records of a list'), t('Add')),
		card: () => askCard(put),
		header: () => prompt(t('Heading'), (text) => put(String(text), {}), t('A heading'), t('Add')),
	}
	ask[kind]()
}

type Put = (label: string, row: Record<string, unknown>) => void

function askShortcut(put: Put): void {
	prompt([
		{ fieldname: 'type', fieldtype: 'Select', label: t('Leads to'), options: choice(SHORTCUT_TYPES.map(([value, label]) => [value, t(label)])), default: 'DocType', reqd: 1 },
		{ fieldname: 'link_to', fieldtype: 'Dynamic Link', label: t('Which one'), options: 'type', reqd: 1 },
		heading,
	], (values) => { const v = values as Values; put(v.label || __(v.link_to), { type: v.type, link_to: v.link_to }) }, t('A shortcut'), t('Add'))
}

/** Charts and figures are records that exist already: offered by name, those that the person may see. */
async function askRecord(doctype: 'Number Card' | 'Dashboard Chart', field: string, put: Put): Promise<void> {
	const names = doctype === 'Number Card' ? ['name', 'label'] : ['name', 'chart_name']
	const found = await getList<Values>(doctype, { fields: names, order_by: 'name asc', limit_page_length: 200 })
	if (!found.length) return toast(t('There is none yet. Make one from a report: group it, then choose "Add a chart to a page".'), 'info', 9)
	const options = choice(found.map((row) => [row.name as string, __(row.label ?? row.chart_name ?? row.name)]))
	prompt([{ fieldname: 'record', fieldtype: 'Select', label: t(doctype === 'Number Card' ? 'A figure' : 'A chart'), options, reqd: 1 }], (values) => {
		const { record: name } = values as Values
		const row = found.find((known) => known.name === name)
		put(String(row?.label ?? row?.chart_name ?? name), { [field]: name })
	}, t(doctype === 'Number Card' ? 'A figure' : 'A chart'), t('Add'))
}

const LINKS = 5

function askCard(put: Put): void {
	const fields = Array.from({ length: LINKS }, (_none, i) => link(`link_${i}`, t('List {0}', [i + 1]), 'DocType', { reqd: i === 0 ? 1 : 0 }))
	prompt([{ fieldname: 'label', fieldtype: 'Data', label: t('Heading'), reqd: 1 }, ...fields], (values) => {
		const v = values as Values
		const names = fields.map((df) => v[String(df.fieldname)]).filter((name): name is string => Boolean(name))
		put(String(v.label), { links: names.map((name) => ({ label: name, link_type: 'DocType', link_to: name })), link_count: names.length })
	}, t('A group of links'), t('Add'))
}
