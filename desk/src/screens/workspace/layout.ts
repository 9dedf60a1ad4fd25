/** Decides what an edited workspace looks like: its blocks in order and width, and the rows that new blocks need. */
import type { WorkspacePage } from '@/api/desktop'

export interface RawBlock { id?: string; type: string; data?: Record<string, unknown> }
export interface LayoutItem { id: string; type: string; col: number; title: string; data: Record<string, unknown> }
/** What is placed anew; `row` is the line of the workspace's own table. */
export interface Widget { kind: WidgetKind; label: string; row: Record<string, unknown> }
export type WidgetKind = 'chart' | 'number_card' | 'shortcut' | 'quick_list' | 'card' | 'header'

export const WIDTHS = [
	{ col: 3, label: 'A quarter' },
	{ col: 4, label: 'A third' },
	{ col: 6, label: 'Half' },
	{ col: 12, label: 'Full width' },
] as const
const FIRST_WIDTH: Record<WidgetKind, number> = { chart: 6, number_card: 3, shortcut: 3, quick_list: 6, card: 4, header: 12 }

export function readLayout(page: WorkspacePage): RawBlock[] {
	try {
		const value: unknown = JSON.parse(page.content || '[]')
		return Array.isArray(value) ? (value as RawBlock[]) : []
	} catch {
		return []
	}
}

const plain = (html: unknown) => String(html ?? '').replace(/<[^>]+>/g, '').trim()

export function toItems(blocks: readonly RawBlock[]): LayoutItem[] {
	return blocks.map((block, i) => {
		const data = block.data ?? {}
		return { id: block.id ?? `${block.type}-${i}`, type: block.type, col: Number(data.col ?? 12), title: plain(data[`${block.type}_name`] ?? data.text), data }
	})
}

export function toBlocks(items: readonly LayoutItem[]): RawBlock[] {
	return items.map((item) => ({ id: item.id, type: item.type, data: { ...item.data, col: item.col } }))
}

export function itemOf(widget: Widget, taken: readonly LayoutItem[]): LayoutItem {
	const id = `${widget.kind}-${taken.length}-${widget.label.length}-${Date.now().toString(36)}`
	const data = widget.kind === 'header' ? { text: `<span class="h4"><b>${escapeHtml(widget.label)}</b></span>` } : { [`${widget.kind}_name`]: widget.label }
	return { id, type: widget.kind, col: FIRST_WIDTH[widget.kind], title: widget.label, data }
}

function escapeHtml(text: string): string {
	return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] as string)
}

/** Rows of new widgets by table, without those that were taken off again. */
export function newRows(widgets: readonly Widget[], items: readonly LayoutItem[]): Record<string, Record<string, unknown>[]> {
	const named = new Set(items.map((item) => `${item.type}:${item.title}`))
	const found: Record<string, Record<string, unknown>[]> = {}
	for (const widget of widgets) if (widget.kind !== 'header' && named.has(`${widget.kind}:${widget.label}`)) (found[widget.kind] ??= []).push({ label: widget.label, ...widget.row })
	return found
}

export function move<T>(list: readonly T[], from: number, by: number): T[] {
	const next = [...list]
	const [item] = next.splice(from, 1)
	if (item !== undefined) next.splice(Math.max(0, Math.min(next.length, from + by)), 0, item)
	return next
}

/** A label of its own: the layout finds rows by their label. */
export function freeLabel(label: string, items: readonly LayoutItem[], type: string): string {
	const taken = new Set(items.filter((item) => item.type === type).map((item) => item.title))
	let found = label
	for (let n = 2; taken.has(found); n += 1) found = `${label} ${n}`
	return found
}
