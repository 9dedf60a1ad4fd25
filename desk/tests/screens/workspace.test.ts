/** A workspace while it is edited. */
import { describe, expect, it } from 'vitest'
import type { WorkspacePage } from '@/api/desktop'
import { freeLabel, itemOf, move, newRows, readLayout, toBlocks, toItems, type Widget } from '@/screens/workspace/layout'

const page = (content: string) => ({ name: 'P', title: 'P', content }) as WorkspacePage
const chart: Widget = { kind: 'chart', label: 'Findings', row: { chart_name: 'Findings by level' } }

describe('the layout of a workspace', () => {
	it('reads blocks, and a broken layout as empty', () => {
		const blocks = readLayout(page('[{"id":"a","type":"header","data":{"text":"<b>Work</b>","col":12}},{"id":"b","type":"chart","data":{"chart_name":"C","col":6}}]'))
		expect(toItems(blocks).map((item) => [item.type, item.title, item.col])).toEqual([['header', 'Work', 12], ['chart', 'C', 6]])
		expect(readLayout(page('{'))).toEqual([])
		expect(readLayout(page('{}'))).toEqual([])
	})

	it('writes back what it read, with the width that was chosen', () => {
		const blocks = [{ id: 'a', type: 'shortcut', data: { shortcut_name: 'S', col: 3 } }]
		const items = toItems(blocks)
		expect(toBlocks(items)).toEqual(blocks)
		expect(toBlocks(items.map((item) => ({ ...item, col: 6 })))[0]?.data).toEqual({ shortcut_name: 'S', col: 6 })
	})

	it('names new blocks by their label and sends rows of those that stayed', () => {
		const item = itemOf(chart, [])
		expect(item.data).toEqual({ chart_name: 'Findings' })
		expect(newRows([chart], [item])).toEqual({ chart: [{ label: 'Findings', chart_name: 'Findings by level' }] })
		expect(newRows([chart], [])).toEqual({})
	})

	it('keeps labels apart and escapes headings', () => {
		expect(freeLabel('Findings', [itemOf(chart, [])], 'chart')).toBe('Findings 2')
		expect(freeLabel('Findings', [itemOf(chart, [])], 'shortcut')).toBe('Findings')
		expect(itemOf({ kind: 'header', label: '<i>', row: {} }, []).data.text).toContain('&lt;i&gt;')
	})

	it('moves parts within the list', () => {
		expect(move(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
		expect(move(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
	})
})
