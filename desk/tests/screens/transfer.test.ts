/** Import and export: fields of a file, mapping, the step that is open. */
import { describe, expect, it } from 'vitest'
import type { MetaDoc } from '@/meta/types'
import { countChosen, everything, exportFields, fieldGroups, firstChoice, importable, INSERT, mapped, percent, readOptions, stepOf, toggled, UPDATE, type ImportDoc, type Progress, type Review } from '@/screens/transfer/transferModel'

const row = { name: 'Row', istable: 1, fields: [{ fieldname: 'item', fieldtype: 'Data', label: 'Item', reqd: 1 }] } as unknown as MetaDoc
const meta = {
	name: 'Main', fields: [
		{ fieldname: 'title', fieldtype: 'Data', label: 'Title', reqd: 1 },
		{ fieldname: 'part', fieldtype: 'Section Break', label: 'Part' },
		{ fieldname: 'state', fieldtype: 'Data', label: 'State', read_only: 1 },
		{ fieldname: 'secret', fieldtype: 'Data', label: 'Secret', hidden: 1 },
		{ fieldname: 'rows', fieldtype: 'Table', label: 'Rows', options: 'Row' },
	],
} as unknown as MetaDoc
const groups = fieldGroups(meta, () => row)
const doc = { doctype: 'Data Import', name: 'x', reference_doctype: 'Main', import_type: INSERT, status: 'Pending', import_file: '/private/files/a.csv' } as ImportDoc
const progress: Progress = { status: 'Pending', is_running: false, total: 4, success: 0, failed: 0, blocked: false, refused: [] }

describe('the fields of a file', () => {
	it('are those that hold a value, by form and table', () => {
		expect(groups.map((group) => [group.key, group.fields.map((field) => field.fieldname)])).toEqual([['Main', ['name', 'title', 'state']], ['rows', ['name', 'item']]])
	})
	it('leave out the ID of new records and what the system writes, and have the ID for changes', () => {
		expect(firstChoice(groups, meta, INSERT)).toEqual({ Main: ['title'], rows: ['item'] })
		expect(firstChoice(groups, meta, UPDATE)).toEqual({ Main: ['name', 'title'], rows: ['name', 'item'] })
	})
	it('keep their order when one is chosen again, and a table without fields is not asked for', () => {
		const without = toggled(everything(groups), 'Main', 'title', groups)
		expect(toggled(without, 'Main', 'title', groups)).toEqual(everything(groups))
		expect(exportFields({ Main: ['title'], rows: [] })).toEqual({ Main: ['title'] })
		expect(countChosen(everything(groups))).toBe(5)
	})
})

describe('an import', () => {
	it('keeps the rest of its options when a column is mapped or left out', () => {
		const options = readOptions('{"skip_errored_rows":1,"column_to_field_map":{"0":"title"}}')
		expect(mapped(options, 1, 'rows.item')).toEqual({ skip_errored_rows: 1, column_to_field_map: { 0: 'title', 1: 'rows.item' } })
		expect(mapped(options, 0, '').column_to_field_map).toEqual({ 0: "Don't Import" })
		expect(readOptions('')).toEqual({ column_to_field_map: {} })
	})
	it('opens the step that it is at', () => {
		expect(stepOf(null, null)).toBe('file')
		expect(stepOf({ ...doc, import_file: null }, progress)).toBe('file')
		expect(stepOf(doc, progress)).toBe('check')
		expect(stepOf(doc, { ...progress, is_running: true })).toBe('run')
		expect(stepOf(doc, { ...progress, failed: 1 })).toBe('run')
		expect(stepOf({ ...doc, status: 'Timed Out' }, progress)).toBe('run')
	})
	it('counts what goes in, and how far it is', () => {
		expect(importable({ records: 10, refused: 3, blocks: false } as Review)).toBe(7)
		expect(importable({ records: 10, refused: 3, blocks: true } as Review)).toBe(0)
		expect(percent({ ...progress, success: 1, failed: 1 })).toBe(50)
		expect(percent({ ...progress, total: 0 })).toBe(0)
	})
})
