/** docs/parity.md tells which names scripts find: every table of its section "Form scripts" is looked up here. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ref, shallowRef } from 'vue'
import { FormController } from '@/form/controller'
import { ScriptDialog } from '@/scripting/dialog'
import { installGlobals } from '@/scripting/install'
import { FOLLOWED } from '@/scripting/settings'
import { listFacade } from '@/screens/list/listFacade'
import { reportFacade } from '@/screens/query-report/reportFacade'
import type { ListModel } from '@/screens/list/listModel'
import type { MetaDoc } from '@/meta/types'

const section = readFileSync('../docs/parity.md', 'utf-8').split('\n## Form scripts\n')[1]?.split('\n## ')[0] ?? ''

/** [where, name] of each row of the table under a heading. */
function namesUnder(heading: string): [string, string][] {
	const rows = (section.split(`\n### ${heading}\n`)[1]?.split('\n### ')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'))
	const words = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] as string)
	return rows.flatMap((line) => {
		const [, where, names] = line.split('|')
		return words(names).map((name): [string, string] => [words(where)[0] as string, name])
	})
}

installGlobals()
const meta: MetaDoc = { doctype: 'DocType', name: 'Thing', fields: [{ fieldname: 'title', fieldtype: 'Data' }, { fieldname: 'lines', fieldtype: 'Table', options: 'Line' }], permissions: [] }
const { frm } = new FormController(meta, { doctype: 'Thing', name: 'T-1', lines: [] })
const listview = listFacade({ meta, rows: ref([]), selected: ref(new Set()) } as unknown as ListModel, ref([]))
reportFacade('Report', {}, ref([]), shallowRef(), () => Promise.resolve(), ref([]))

const keys = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, true]))
const places: Record<string, unknown> = {
	frm, 'frm.dashboard': frm.dashboard, 'frm.page': frm.page, 'frm.fields_dict.x': frm.fields_dict.title, 'frm.fields_dict.x.grid': frm.fields_dict.lines?.grid,
	'frappe.ui.Dialog': new ScriptDialog({}), listview, window,
	listview_settings: keys(FOLLOWED.listview_settings), treeview_settings: keys(FOLLOWED.treeview_settings), query_reports: keys(FOLLOWED.query_reports),
}

function exists([where, name]: [string, string]): boolean {
	const start = places[where] ?? where.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], window)
	const path = name.split('.')
	const holder = path.slice(0, -1).reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], start)
	if (!start) throw new Error(`${where} is no place that scripts reach`)
	return holder instanceof Object && (path[path.length - 1] as string) in holder
}

describe('docs/parity.md, form scripts', () => {
	it('lists names that are there as the same', () => {
		const names = namesUnder('The same as on stock')

		expect(names.length).toBeGreaterThan(250)
		expect(names.filter((entry) => !exists(entry))).toEqual([])
	})

	it('lists names that are there as different, with how', () => {
		const names = namesUnder('There, and different')

		expect(names.length).toBeGreaterThan(30)
		expect(names.filter((entry) => !exists(entry))).toEqual([])
	})

	it('lists names as absent that are absent', () => {
		const names = namesUnder('Absent')

		expect(names.length).toBeGreaterThan(50)
		expect(names.filter(exists)).toEqual([])
	})

	it('finds no function of the scripting layer that only pretends', () => {
		const sources = import.meta.glob<string>('../../src/scripting/*.ts', { eager: true, query: '?raw', import: 'default' })
		const pretending = Object.entries(sources).filter(([, source]) => /\w+: \(\) => (undefined|\{\s*\})|\(\) => void 0/.test(source))

		expect(pretending.map(([path]) => path)).toEqual([])
	})
})
