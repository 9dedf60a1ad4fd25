/** Puts a chart of a report on a dashboard or a workspace, after asking for its name and place. */
import { getList } from '@/api/lists'
import { __, t } from '@/i18n'
import { slug } from '@/meta/format/text'
import { prompt } from '@/scripting/messages'
import { can } from '@/stores/boot'
import { showError, toast } from '@/stores/dialogs'
import { mayEdit, pages } from '@/stores/workspaces'
import { addToWorkspace } from '../workspace/api'
import { insert } from './api'
import { chartOf, type ChartRecord } from './chartRecord'
import { xcall } from '@/api/client'

export { chartOf }

const NEW_DASHBOARD = 'new'

interface Chosen { chart: string; place: string }

export async function addChart(record: ChartRecord | null, title = ''): Promise<void> {
	if (!record) return toast(t('Save the report first: a chart with several groups or figures is drawn from the saved report.'), 'info', 9)
	const dashboards = can('write', 'Dashboard') ? await getList<{ name: string }>('Dashboard', { fields: ['name'], filters: { is_standard: 0 }, limit_page_length: 50 }) : []
	const places = [
		...pages.value.filter(mayEdit).map((page) => ({ value: `w:${page.name}`, label: t('Workspace: {0}', [__(page.label || page.title)]) })),
		...dashboards.map((known) => ({ value: `d:${known.name}`, label: t('Dashboard: {0}', [known.name]) })),
		...(can('create', 'Dashboard') ? [{ value: NEW_DASHBOARD, label: t('A new dashboard with this name') }] : []),
	]
	prompt([
		{ fieldname: 'chart', fieldtype: 'Data', label: t('Name of the chart'), reqd: 1, default: String(record.report_name ?? title) },
		{ fieldname: 'place', fieldtype: 'Select', label: t('Where to'), options: places as unknown as string, reqd: 1, default: places[0]?.value },
	], (values) => void place(record, values as unknown as Chosen), t('Add a chart to a page'), t('Add'))
}

async function place(record: ChartRecord, chosen: Chosen): Promise<void> {
	try {
		const chart = await insert<{ name: string }>({ ...record, chart_name: chosen.chart })
		const where = await put(chart.name, chosen)
		toast(t('The chart stands on {0} now.', [where]))
	} catch (error) {
		showError(error)
	}
}

async function put(chart: string, chosen: Chosen): Promise<string> {
	if (chosen.place === NEW_DASHBOARD) {
		const made = await insert<{ name: string }>({ doctype: 'Dashboard', dashboard_name: chosen.chart, charts: [{ chart, width: 'Half' }] })
		return `/app/dashboard-view/${slug(made.name)}`
	}
	const name = chosen.place.slice(2)
	if (chosen.place.startsWith('d:')) {
		await xcall('frappe.desk.doctype.dashboard_chart.dashboard_chart.add_chart_to_dashboard', { args: { dashboard: name, chart_name: chart } })
		return name
	}
	const page = pages.value.find((known) => known.name === name)
	if (page) await addToWorkspace(page, { kind: 'chart', name: chart, label: chosen.chart })
	return __(page?.label || page?.title)
}
