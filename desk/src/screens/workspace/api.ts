/** Calls that change a workspace. */
import { xcall } from '@/api/client'
import { getDesktopPage, type WorkspacePage } from '@/api/desktop'
import { isSet } from '@/meta/types'
import { loadWorkspaces } from '@/stores/workspaces'
import { everything } from '../home/blocks'
import { itemOf, newRows, readLayout, toBlocks, toItems, type LayoutItem, type Widget, type WidgetKind } from './layout'

/** What stands on the page now; a page without a layout of its own shows all it has. */
export async function layoutOf(page: WorkspacePage): Promise<LayoutItem[]> {
	const blocks = readLayout(page)
	return toItems(blocks.length ? blocks : everything(await getDesktopPage(page)))
}

export async function saveLayout(page: WorkspacePage, items: readonly LayoutItem[], widgets: readonly Widget[]): Promise<void> {
	await xcall('frappe.desk.desktop.save_new_widget', { doc: null, page: page.name, blocks: toBlocks(items), new_widgets: newRows(widgets, items) }, { quiet: true })
	await loadWorkspaces()
}

const NAMES: Partial<Record<WidgetKind, string>> = { chart: 'chart_name', number_card: 'number_card_name' }

export async function addToWorkspace(page: WorkspacePage, part: { kind: 'chart' | 'number_card'; name: string; label: string }): Promise<void> {
	const items = await layoutOf(page)
	const widget: Widget = { kind: part.kind, label: part.label, row: { [NAMES[part.kind] as string]: part.name } }
	await saveLayout(page, [...items, itemOf(widget, items)], [widget])
}

export const newPage = (title: string, isPublic: boolean) => xcall<WorkspacePage>('frappe.desk.doctype.workspace.workspace.new_page', { new_page: JSON.stringify({ title, public: isPublic ? 1 : 0, content: '[]' }) }, { quiet: true })
export const deletePage = (page: WorkspacePage) => xcall('frappe.desk.doctype.workspace.workspace.delete_page', { page: JSON.stringify({ name: page.name, title: page.title, public: isSet(page.public) ? 1 : 0 }) }, { quiet: true })
