/** From metadata to what a form shows. */
import { describe, expect, it } from 'vitest'
import { copyDoc, newDoc } from '@/meta/defaults'
import { differences, mergeMine } from '@/meta/conflict'
import { formLayout, tableNamedBySection, visibleFields, type PipelineInput } from '@/meta/fieldPipeline'
import { missingFields } from '@/meta/mandatory'
import { isStateEditable, levelAccess } from '@/meta/permissions'
import type { Doc, DocField, MetaDoc } from '@/meta/types'

const OPEN = new Map([[0, { read: true, write: true }]])
const fields: DocField[] = [
	{ fieldname: 'title', fieldtype: 'Data', label: 'Title', reqd: 1 },
	{ fieldname: 'col', fieldtype: 'Column Break' },
	{ fieldname: 'status', fieldtype: 'Select', options: 'Open\nClosed', default: 'Open' },
	{ fieldname: 'sec', fieldtype: 'Section Break', label: 'More', collapsible: 1 },
	{ fieldname: 'reason', fieldtype: 'Small Text', depends_on: "eval:doc.status=='Closed'", mandatory_depends_on: "eval:doc.status=='Closed'" },
	{ fieldname: 'tab', fieldtype: 'Tab Break', label: 'Secret', hidden: 1 },
	{ fieldname: 'secret', fieldtype: 'Data', permlevel: 1 },
	{ fieldname: 'lines', fieldtype: 'Table', options: 'Line', no_copy: 0 },
]
const meta: MetaDoc = { doctype: 'DocType', name: 'Thing', fields: Object.freeze(fields.map((df) => Object.freeze(df))) as unknown as DocField[], permissions: [{ role: 'Boss', permlevel: 1, read: 1, write: 1 }] }
const make = (values: Partial<Doc> = {}): Doc => ({ doctype: 'Thing', name: 'T-1', docstatus: 0, title: 'x', status: 'Open', lines: [], ...values })
const input = (doc: Doc, more: Partial<PipelineInput> = {}): PipelineInput => ({ fields: meta.fields, doc, levels: OPEN, ...more })
const names = (doc: Doc, more: Partial<PipelineInput> = {}) => visibleFields(formLayout(input(doc, more))).map((view) => view.df.fieldname)

describe('formLayout', () => {
	it('never changes the metadata, which is frozen here', () => {
		expect(() => formLayout(input(make(), { overrides: { title: { reqd: 0 } } }))).not.toThrow()
		expect(meta.fields[0]?.reqd).toBe(1)
	})

	it('shows a dependent field only when its rule holds', () => {
		expect(names(make())).not.toContain('reason')
		expect(names(make({ status: 'Closed' }))).toContain('reason')
	})

	it('shows an unset limit to those who draft only, a set one to all', () => {
		const rule = 'eval:doc.time_limit || !doc.workflow_state || doc.workflow_state=="Draft"'
		const own: DocField[] = [{ fieldname: 'time_limit', fieldtype: 'Float', depends_on: rule }]
		const shown = (values: Partial<Doc>) => names(make(values), { fields: own }).length

		expect([shown({}), shown({ workflow_state: 'Draft', time_limit: 0 }), shown({ workflow_state: 'Effective', time_limit: 5 })]).toEqual([1, 1, 1])
		expect(shown({ workflow_state: 'Effective', time_limit: 0 })).toBe(0)
	})

	it('hides a field of a level that the roles do not reach', () => {
		expect(names(make())).not.toContain('secret')
	})

	it('hides the fields of a hidden tab even when the level is open', () => {
		const levels = levelAccess(meta, ['Boss'], { read: 1, write: 1 }, false)

		expect(levels.get(1)).toEqual({ read: true, write: true })
		expect(names(make(), { levels })).not.toContain('secret')
	})

	it('locks everything on a submitted document but fields allowed on submit', () => {
		const own: DocField[] = [{ fieldname: 'a', fieldtype: 'Data' }, { fieldname: 'b', fieldtype: 'Data', allow_on_submit: 1 }]
		const views = visibleFields(formLayout(input(make({ docstatus: 1 }), { fields: own })))

		expect(views.map((view) => view.readonly)).toEqual([true, false])
	})

	it('applies what scripts have set over the metadata', () => {
		expect(names(make(), { overrides: { title: { hidden: 1 } } })).not.toContain('title')
	})
})

describe('tableNamedBySection', () => {
	const first = (more: DocField[]) => {
		const own: DocField[] = [{ fieldname: 's', fieldtype: 'Section Break', label: 'Lines' }, { fieldname: 'lines', fieldtype: 'Table', label: 'Lines', options: 'Line' }, ...more]
		return formLayout(input(make(), { fields: own })).flatMap((tab) => tab.sections)[0]!
	}

	it('finds the table that repeats the label of its section', () => {
		expect(tableNamedBySection(first([]))?.df.fieldname).toBe('lines')
		expect(tableNamedBySection(first([{ fieldname: 'gone', fieldtype: 'Data', hidden: 1 }]))?.df.fieldname).toBe('lines')
	})

	it('leaves a section alone that holds more or is named otherwise', () => {
		expect(tableNamedBySection(first([{ fieldname: 'note', fieldtype: 'Data' }]))).toBeNull()
		expect(tableNamedBySection({ ...first([]), df: { fieldname: 's', fieldtype: 'Section Break', label: 'Other' } })).toBeNull()
	})
})

describe('missingFields', () => {
	it('names an empty required field and a conditionally required one', () => {
		expect(missingFields(input(make({ title: ' ', status: 'Closed' }))).map((entry) => entry.fieldname)).toEqual(['title', 'reason'])
	})

	it('does not demand what is not shown', () => {
		expect(missingFields(input(make())).map((entry) => entry.fieldname)).toEqual([])
	})
})

describe('isStateEditable', () => {
	const flow: MetaDoc = { ...meta, __workflow_docs: [{ doctype: 'Workflow', name: 'W', document_type: 'Thing', workflow_state_field: 'state', is_active: 1, states: [{ state: 'Draft', allow_edit: 'Writer' }] }] }

	it('refuses editing to a role that the state does not lend it to', () => {
		expect(isStateEditable(flow, make({ state: 'Draft' }), ['Reader'])).toBe(false)
		expect(isStateEditable(flow, make({ state: 'Draft' }), ['Writer'])).toBe(true)
	})

	it('opens a state lent to the role that every account holds', () => {
		const open: MetaDoc = { ...flow, __workflow_docs: [{ ...flow.__workflow_docs![0]!, states: [{ state: 'Draft', allow_edit: 'All' }] }] }

		expect(isStateEditable(open, make({ state: 'Draft' }), ['Chief', 'All'])).toBe(true)
	})
})

describe('the person of a new record', () => {
	it('is never guessed from who fills it in, unless the field says so', () => {
		const person = (more: Partial<DocField>): DocField => ({ fieldname: 'user', fieldtype: 'Link', options: 'User', ...more })
		const own = (more: Partial<DocField>) => newDoc({ ...meta, fields: [person(more)] }, { user: 'a@b.vn', userDefaults: { user: 'a@b.vn' } }).user

		expect([own({}), own({ ignore_user_permissions: 1 }), own({ default: '__user' })]).toEqual([null, null, 'a@b.vn'])
	})
})

describe('newDoc and copyDoc', () => {
	const facts = { user: 'a@b.vn', userDefaults: { agency: 'QN' }, now: new Date(2026, 10, 22, 8, 5), random: () => 'abc' }

	it('fills defaults: today, user, the only agency, first choice', () => {
		const own: MetaDoc = { ...meta, fields: [{ fieldname: 'day', fieldtype: 'Date', default: 'Today' }, { fieldname: 'by', fieldtype: 'Link', options: 'User', default: '__user' }, { fieldname: 'agency', fieldtype: 'Link', options: 'Agency' }, { fieldname: 'kind', fieldtype: 'Select', options: 'A\nB' }, { fieldname: 'n', fieldtype: 'Int' }] }

		expect(newDoc(own, facts)).toMatchObject({ name: 'new-thing-abc', day: '2026-11-22', by: 'a@b.vn', agency: 'QN', kind: 'A', n: 0 })
	})

	it('copies values and rows, but neither names nor no_copy fields', () => {
		const own: MetaDoc = { ...meta, fields: [...fields.slice(0, 1), { fieldname: 'code', fieldtype: 'Data', no_copy: 1 }, fields[7] as DocField] }
		const child: MetaDoc = { doctype: 'DocType', name: 'Line', fields: [{ fieldname: 'what', fieldtype: 'Data' }] }
		const copy = copyDoc(make({ code: 'C1', lines: [{ doctype: 'Line', name: 'row1', what: 'x' }] }), own, () => child, facts)

		expect(copy.code).toBeNull()
		expect((copy.lines as Doc[])[0]).toMatchObject({ what: 'x', idx: 1 })
		expect((copy.lines as Doc[])[0]?.name).not.toBe('row1')
	})
})

describe('conflicts', () => {
	const base = make()

	it('marks a field contested only when both sides moved', () => {
		const found = differences(meta, base, make({ title: 'mine' }), make({ title: 'theirs', status: 'Closed' }))

		expect(found.map((row) => [row.df.fieldname, row.isContested])).toEqual([['title', true], ['status', false]])
	})

	it('puts my changes on their version and keeps the rest of theirs', () => {
		expect(mergeMine(meta, base, make({ title: 'mine' }), make({ status: 'Closed', modified: '2' }))).toMatchObject({ title: 'mine', status: 'Closed', modified: '2' })
	})
})
