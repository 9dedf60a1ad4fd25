/** The board of fields, the list of changes, rules, numbers and names behind Customize Form and the form editor. */
import { describe, expect, it } from 'vitest'
import { ALL_FIELDTYPES } from '@/meta/fieldtypes'
import { archiveProblem, chosenRows } from '@/screens/customize/archive'
import { blockOf, boardOf, endOf, moveStep, moveTo, type FieldRow } from '@/screens/customize/board'
import { fieldChanges, formChanges, moves, snapshot } from '@/screens/customize/changes'
import { changedFields, ownDifferences, type Difference } from '@/screens/customize/differences'
import { kindGroups, kindLabel, typesFor } from '@/screens/customize/kinds'
import { doctypeNameFor, fieldnameFor, isPlainName, scrubName } from '@/screens/customize/names'
import { counterKey, namingProblem, proposedPattern, readNaming, sampleOf, writeNaming } from '@/screens/customize/naming'
import { panelFields } from '@/screens/customize/properties'
import { problemsOf } from '@/screens/customize/rules'
import { newDoctype, permissionRow } from '@/screens/doctype-editor/draft'
import { permissionChanges } from '@/screens/doctype-editor/permissionChanges'
import { treeValues } from '@/screens/doctype-editor/tree'

const row = (fieldname: string, fieldtype = 'Data', more: Partial<FieldRow> = {}): FieldRow => ({ fieldname, fieldtype, label: fieldname, ...more })
const form = () => [row('a'), row('b'), row('c1', 'Column Break'), row('c'), row('s1', 'Section Break'), row('d'), row('t1', 'Tab Break'), row('e')]
const names = (fields: readonly FieldRow[]) => fields.map((field) => field.fieldname).join(' ')
const pick = (fields: FieldRow[], fieldname: string) => fields.find((field) => field.fieldname === fieldname) as FieldRow

describe('the board', () => {
	it('shows tabs, sections and columns as the form does, the empty ones too', () => {
		const board = boardOf([...form(), row('c2', 'Column Break')])

		expect(board.map((tab) => tab.sections.map((part) => part.columns.map((column) => names(column.fields))))).toEqual([[['a b', 'c'], ['d']], [['e', '']]])
		expect(boardOf([])[0]?.sections[0]?.columns).toHaveLength(1)
	})

	it('moves a field over a break into the next column and stops at the ends', () => {
		const fields = form()

		expect(moveStep(fields, pick(fields, 'b'), 1)).toBe(true)
		expect(names(fields)).toBe('a c1 b c s1 d t1 e')
		expect(moveStep(fields, pick(fields, 'a'), -1)).toBe(false)
		expect(fields.map((field) => field.idx)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
	})

	it('moves a section with all that stands under it, never over a tab', () => {
		const fields = [row('s1', 'Section Break'), row('a'), row('s2', 'Section Break'), row('b'), row('c'), row('t1', 'Tab Break'), row('s3', 'Section Break'), row('d')]

		expect(names(blockOf(fields, pick(fields, 's2')))).toBe('s2 b c')
		expect(moveStep(fields, pick(fields, 's2'), -1)).toBe(true)
		expect(names(fields)).toBe('s2 b c s1 a t1 s3 d')
		expect(moveStep(fields, pick(fields, 's1'), 1)).toBe(false)
		expect(moveStep(fields, pick(fields, 's3'), -1)).toBe(false)
	})

	it('drops before a field or at the end of a column', () => {
		const fields = form()
		const column = boardOf(fields)[0]?.sections[0]?.columns[1]

		expect(moveTo(fields, pick(fields, 'e'), { before: pick(fields, 'b') })).toBe(true)
		expect(moveTo(fields, pick(fields, 'a'), { into: column })).toBe(true)
		expect(names(fields)).toBe('e b c1 c a s1 d t1')
		expect(moveTo(fields, pick(fields, 'a'), {})).toBe(false)
	})

	it('begins an empty column behind its own break', () => {
		const fields = [row('a'), row('c1', 'Column Break'), row('s1', 'Section Break'), row('b')]
		const part = boardOf(fields)[0]?.sections[0]

		expect(part?.columns[1] && endOf(fields, part.columns[1], part)).toBe(2)
	})
})

describe('the list of changes', () => {
	it('names what was added, removed, changed and moved, and nothing else', () => {
		const before = [row('a'), row('b', 'Data', { reqd: 0 }), row('c'), row('d')]
		const now = snapshot([before[3], before[0], { ...before[1], reqd: 1 }, row('n', 'Date', { __islocal: 1 })] as FieldRow[])

		expect(fieldChanges(before, now).map((change) => [change.kind, change.place])).toEqual([['removed', 'c'], ['changed', 'b'], ['added', 'n'], ['moved', 'd']])
	})

	it('takes nothing, 0 and an empty text for the same', () => {
		expect(fieldChanges([row('a', 'Data', { reqd: 0, description: null })], [row('a', 'Data', { reqd: null, description: '' })])).toEqual([])
		expect(formChanges({ title_field: '', track_changes: '1' }, { title_field: null, track_changes: 1 })).toEqual([])
	})

	it('finds the fewest fields whose moving explains an order', () => {
		const fields = ['a', 'b', 'c', 'd', 'e'].map((name) => row(name))

		expect(moves(fields, [fields[1], fields[2], fields[3], fields[4], fields[0]] as FieldRow[]).map((change) => change.place)).toEqual(['a'])
		expect(moves(fields, fields)).toEqual([])
	})

	it('reads out changed rights', () => {
		const before = [permissionRow('A', ['read']), permissionRow('B', ['read'])]
		const now = [permissionRow('A', ['read', 'write']), permissionRow('C', ['read'])]

		expect(permissionChanges(before, now).map((change) => [change.kind, change.place])).toEqual([['removed', 'B'], ['changed', 'A'], ['added', 'C']])
		expect(permissionChanges(before, snapshot(before))).toEqual([])
	})

	it('marks fields with properties of the site, not what apps made', () => {
		const rows = [{ doctype: 'Property Setter', field: 'a', of_app: 0 }, { doctype: 'Property Setter', field: 'b', of_app: 1 }, { doctype: 'Custom Field', field: 'c', of_app: 0 }] as Difference[]

		expect([...changedFields(rows)]).toEqual(['a'])
		expect(ownDifferences(rows)).toHaveLength(2)
	})
})

describe('rules', () => {
	it.each([
		[row('a', 'Link'), 'options'], [row('a', 'Table'), 'options'], [row('a', 'Select', { options: ' ' }), 'options'], [row('a', 'Dynamic Link'), 'options'], [row('a', 'Data', { label: '' }), 'label'],
		[row('a', 'Data', { reqd: 1, hidden: 1 }), 'reqd'], [row('a', 'Select', { options: 'x\ny', default: 'z' }), 'default'], [row('a', 'Data', { depends_on: 'eval:doc.b = 1' }), 'depends_on'],
	])('name the field and the property (%#)', (field, property) => {
		expect(problemsOf([row('ok'), field]).map((problem) => [problem.fieldname, problem.property])).toEqual([['a', property]])
	})

	it('accept what the server accepts', () => {
		expect(problemsOf([row('a', 'Link', { options: 'User' }), row('b', 'Data', { depends_on: 'eval:doc.a == "x" && doc.c >= 1' }), row('s', 'Section Break', { label: '' }), row('c', 'Data', { reqd: 1, hidden: 1, default: 'x' })])).toEqual([])
	})
})

describe('kinds of fields', () => {
	it('offer every fieldtype once, each under a name of its own', () => {
		const offered = kindGroups().flatMap((group) => group.kinds.map((kind) => kind.fieldtype))

		expect([...offered].sort()).toEqual([...ALL_FIELDTYPES].sort())
		expect(new Set(offered.map(kindLabel)).size).toBe(offered.length)
	})

	it('let a stored field become only what its values are still good for', () => {
		expect(typesFor('Date')).toEqual(['Date'])
		expect(typesFor('Data')).toEqual(expect.arrayContaining(['Small Text', 'Select', 'Text']))
	})

	it('ask of a break only what a break has', () => {
		const about = { isOwn: true, isStored: true, submittable: false, inTable: false }

		expect(panelFields(row('s', 'Section Break'), about).map((df) => df.fieldname)).not.toContain('reqd')
		expect(panelFields(row('l', 'Link'), { ...about, isOwn: false }).find((df) => df.fieldname === 'options')?.read_only).toBe(1)
	})
})

describe('names', () => {
	it('are plain letters behind Vietnamese words', () => {
		expect(doctypeNameFor('Phiếu đề xuất mua sắm')).toBe('Phieu De Xuat Mua Sam')
		expect(doctypeNameFor('1. Đơn')).toBe('Don')
		expect(fieldnameFor('Ngày', ['ngay'], '')).toBe('ngay_2')
		expect(fieldnameFor('Name', [], '')).toBe('name_2')
		expect(fieldnameFor('3 tháng', [], '')).toBe('field_3_thang')
		expect([isPlainName('Phiếu'), isPlainName('2 Phieu'), isPlainName('Phieu 2')]).toEqual([false, false, true])
		expect(scrubName('Tùy biến của tỉnh')).toBe('tuy_bien_cua_tinh')
	})
})

describe('numbers of records', () => {
	const day = new Date(2026, 10, 5)

	it.each(['DX-.YYYY.-.####', 'T.{agency}.-.###', 'format:QT.{MM}-{####}', 'field:code', 'prompt', 'autoincrement', 'naming_series:', 'hash'])('reads and writes %s', (autoname) => {
		expect(writeNaming(readNaming(autoname)).autoname).toBe(autoname)
	})

	it('reads the old style and leaves a program its way', () => {
		expect(readNaming('DX-.YYYY.-.####')).toEqual({ mode: 'pattern', value: 'DX-{YYYY}-{####}' })
		expect(readNaming('', 'By script').mode).toBe('script')
	})

	it('shows the next number and the key under which it is counted', () => {
		expect(sampleOf('DX-{YY}{MM}-{###}', day)).toBe('DX-2611-001')
		expect(counterKey('DX-.YYYY.-.####', day)).toBe('DX-2026-')
		expect([counterKey('T.{agency}.-.####', day), counterKey('format:DX-{####}', day), counterKey('hash', day)]).toEqual([null, null, null])
	})
	it('proposes a counter of its own for each form', () => {
		expect(proposedPattern('Phieu De Xuat')).toBe('PDX-{YYYY}-{####}')
		expect(proposedPattern('Permit')).toBe('PER-{YYYY}-{####}')
	})

	it('refuses a pattern without a counter and a field that is not there', () => {
		expect(namingProblem({ mode: 'pattern', value: 'DX-{YYYY}' }, [])).not.toBe('')
		expect(namingProblem({ mode: 'field', value: 'gone' }, ['code'])).not.toBe('')
		expect(namingProblem({ mode: 'pattern', value: 'DX-{####}' }, [])).toBe('')
	})
})

describe('a new form', () => {
	it('sends every right as 0 or 1: an absent one would be given', () => {
		const [rights] = newDoctype('Phieu', 'Custom').permissions

		expect([rights?.submit, rights?.read, rights?.import]).toEqual([0, 1, 0])
		expect(newDoctype('Dong', 'Custom', { istable: 1 }).permissions).toEqual([])
	})
})

describe('the package', () => {
	it('holds what is ticked, under a proper name', () => {
		const part = (name: string, chosen: boolean) => ({ name, title: name, about: '', chosen })

		expect(chosenRows([{ doctype: 'Report', rows: [part('a', true), part('b', false)] }, { doctype: 'Role', rows: [part('c', false)] }])).toEqual({ Report: ['a'] })
		expect([archiveProblem('tuy_bien', '1.0.0', 1), archiveProblem('x', '1.0.0', 1), archiveProblem('tuy_bien', '1', 1), archiveProblem('tuy_bien', '1.0.0', 0)].map(Boolean)).toEqual([false, true, true, true])
	})
})

describe('a form whose records stand below one another', () => {
	const tree = newDoctype('Nhom Viec', 'Custom', treeValues('Nhom Viec'))
	it('brings the link to the record above, named as the server looks for it', () => {
		expect(tree).toMatchObject({ is_tree: 1, nsm_parent_field: 'parent_nhom_viec', title_field: 'title' })
		expect(pick(tree.fields, 'parent_nhom_viec')).toMatchObject({ fieldtype: 'Link', options: 'Nhom Viec' })
	})
	it('hides what the server keeps, and begins without a mistake', () => {
		expect(tree.fields.filter((field) => field.hidden).map((field) => field.fieldname)).toEqual(['lft', 'rgt', 'old_parent'])
		expect(problemsOf(tree.fields)).toEqual([])
	})
})
