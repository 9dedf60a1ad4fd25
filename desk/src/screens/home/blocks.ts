/** Decides which blocks a workspace shows, in the order and width of its `content`. */
import type { CardLink, DesktopPage, Shortcut, WorkspacePage } from '@/api/desktop'
import { __ } from '@/i18n'
import { slug } from '@/meta/format/text'
import { normalizeFilters } from '@/meta/filters'

export type Block =
	| { kind: 'header' | 'paragraph'; key: string; width: number; html: string }
	| { kind: 'shortcut'; key: string; width: number; shortcut: Shortcut }
	| { kind: 'card'; key: string; width: number; label: string; links: CardLink[] }
	| { kind: 'number'; key: string; width: number; name: string; label: string }
	| { kind: 'chart'; key: string; width: number; name: string; label: string }
	| { kind: 'quick'; key: string; width: number; doctype: string; label: string; filter?: string }
	| { kind: 'custom'; key: string; width: number; name: string; label: string }
	| { kind: 'spacer'; key: string; width: number }

interface RawBlock { id?: string; type: string; data?: Record<string, unknown> }

export function blocks(page: WorkspacePage, desk: DesktopPage): Block[] {
	const raw = parse(page.content)
	const found = (raw.length ? raw : everything(desk)).flatMap((block, i) => {
		const key = block.id ?? `${block.type}${i}`
		const made = block.data && toBlock(block, key, Number(block.data.col ?? 12), desk)
		return made ? [made] : []
	})
	// A heading whose parts this person may not see would stand over nothing.
	return found.filter((block, i) => block.kind !== 'header' || !['header', undefined].includes(found[i + 1]?.kind))
}

/** A workspace that opens with a heading of its own needs no second one above it. */
export function startsWithHeading(page: WorkspacePage): boolean {
	return parse(page.content)[0]?.type === 'header'
}

function parse(content: string | undefined): RawBlock[] {
	const value = readFilter(content)
	return Array.isArray(value) ? (value as RawBlock[]) : []
}

/** A workspace without a (readable) layout shows all it has. */
export function everything(desk: DesktopPage): RawBlock[] {
	return [
		...(desk.number_cards?.items ?? []).map((item) => ({ type: 'number_card', data: { number_card_name: item.label || item.number_card_name, col: 3 } })),
		...(desk.shortcuts?.items ?? []).map((item) => ({ type: 'shortcut', data: { shortcut_name: item.label, col: 3 } })),
		...(desk.charts?.items ?? []).map((item) => ({ type: 'chart', data: { chart_name: item.label || item.chart_name, col: 12 } })),
		...(desk.cards?.items ?? []).map((item) => ({ type: 'card', data: { card_name: item.label, col: 4 } })),
		...(desk.quick_lists?.items ?? []).map((item) => ({ type: 'quick_list', data: { quick_list_name: item.label || item.document_type, col: 6 } })),
	]
}

/** The server sends labels translated, the layout keeps the original ones. */
function isNamed(label: string | undefined, wanted: string): boolean {
	return label !== undefined && wanted !== '' && (label === wanted || label === __(wanted))
}

function toBlock(block: RawBlock, key: string, width: number, desk: DesktopPage): Block | null {
	const data = block.data ?? {}
	const text = (name: string) => String(data[name] ?? '')
	const MAKERS: Record<string, () => Block | null> = {
		header: () => ({ kind: 'header', key, width, html: text('text') }),
		paragraph: () => ({ kind: 'paragraph', key, width, html: text('text') }),
		spacer: () => ({ kind: 'spacer', key, width }),
		shortcut() {
			const shortcut = desk.shortcuts?.items.find((item) => isNamed(item.label, text('shortcut_name')))
			return shortcut ? { kind: 'shortcut', key, width, shortcut } : null
		},
		card() {
			const card = desk.cards?.items.find((item) => isNamed(item.label, text('card_name')))
			return card?.links.length ? { kind: 'card', key, width, label: card.label, links: card.links } : null
		},
		number_card() {
			const wanted = text('number_card_name')
			const card = desk.number_cards?.items.find((item) => isNamed(item.number_card_name, wanted) || isNamed(item.label, wanted))
			return card ? { kind: 'number', key, width, name: card.number_card_name, label: card.label || card.number_card_name } : null
		},
		chart() {
			const wanted = text('chart_name')
			const chart = desk.charts?.items.find((item) => isNamed(item.chart_name, wanted) || isNamed(item.label, wanted))
			return chart ? { kind: 'chart', key, width, name: chart.chart_name, label: chart.label || chart.chart_name } : null
		},
		quick_list() {
			const wanted = text('quick_list_name')
			const list = desk.quick_lists?.items.find((item) => isNamed(item.label, wanted) || isNamed(item.document_type, wanted))
			return list ? { kind: 'quick', key, width, doctype: list.document_type, label: list.label || list.document_type, filter: list.quick_list_filter } : null
		},
		custom_block() {
			const wanted = text('custom_block_name')
			const custom = desk.custom_blocks?.items.find((item) => isNamed(item.custom_block_name, wanted) || isNamed(item.label, wanted))
			return custom ? { kind: 'custom', key, width, name: custom.custom_block_name, label: custom.label || custom.custom_block_name } : null
		},
	}
	return MAKERS[block.type]?.() ?? null
}

export function linkPath(link: CardLink): string {
	return targetPath(link.link_type ?? 'DocType', link.link_to ?? '', Boolean(link.is_query_report), link.report_ref_doctype ?? link.dependencies)
}

export function shortcutPath(shortcut: Shortcut): string {
	if (shortcut.type === 'URL') return shortcut.url ?? '/app'
	const path = targetPath(shortcut.type, shortcut.link_to ?? '', shortcut.type === 'Report', shortcut.report_ref_doctype)
	const view = ({ 'Report Builder': '/view/report', Tree: '/view/tree', New: '/new' } as Record<string, string>)[shortcut.doc_view ?? ''] ?? ''
	const query = shortcutQuery(shortcut)
	return shortcut.type === 'DocType' ? path + view + (query ? `?${query}` : '') : path
}

function shortcutQuery(shortcut: Shortcut): string {
	const rows = normalizeFilters(shortcut.link_to ?? '', readFilter(shortcut.stats_filter))
	return rows.map(([, field, operator, value]) => `${encodeURIComponent(field)}=${encodeURIComponent(operator === '=' ? String(value) : JSON.stringify([operator, value]))}`).join('&')
}

export function readFilter(text: string | null | undefined): unknown {
	if (!text?.trim()) return []
	try {
		return JSON.parse(text)
	} catch {
		return []
	}
}

function targetPath(type: string, name: string, isQueryReport: boolean, refDoctype?: string): string {
	if (type === 'Report') return isQueryReport || !refDoctype ? `/app/query-report/${encodeURIComponent(name)}` : `/app/${slug(refDoctype)}/view/report/${encodeURIComponent(name)}`
	if (type === 'Dashboard') return `/app/dashboard-view/${encodeURIComponent(name)}`
	return `/app/${slug(name)}`
}
