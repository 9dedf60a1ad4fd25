/** The editor of approval flows: rows and steps, places in the drawing, names. */
import { describe, expect, it } from 'vitest'
import { draw, wrapped } from '@/screens/workflow/layout'
import { missing, moveState, newFlow, removeState, stepsOf, withoutStep, writeState, writeStep, type FlowDoc, type StepValues, type TransitionRow } from '@/screens/workflow/model'

const row = (state: string, action: string, next_state: string, allowed: string, more: Partial<TransitionRow> = {}): TransitionRow => ({ state, action, next_state, allowed, ...more })
const values = (state: string, action: string, next_state: string, ...roles: string[]): StepValues => ({ state, action, next_state, roles, allow_self_approval: 1, condition: '' })

function flow(): FlowDoc {
	const doc = newFlow()
	for (const state of ['Draft', 'Review', 'Done']) writeState(doc, { state, doc_status: '0', allow_edit: 'All' })
	doc.transitions = [row('Draft', 'Send', 'Review', 'A', { name: 'r1' }), row('Draft', 'Send', 'Review', 'B', { name: 'r2' }), row('Review', 'Approve', 'Done', 'B', { name: 'r3', allow_self_approval: 0 }), row('Review', 'Return', 'Draft', 'B', { name: 'r4' })]
	return doc
}

describe('steps', () => {
	it('gathers the rows of several roles, and keeps apart what differs', () => {
		const doc = flow()
		doc.transitions.push(row('Draft', 'Send', 'Review', 'C', { condition: 'doc.amount > 1' }))

		expect(stepsOf(doc.transitions).map((step) => [step.action, step.roles.join()])).toEqual([['Send', 'A,B'], ['Approve', 'B'], ['Return', 'B'], ['Send', 'C']])
	})

	it('writes a changed step over its own rows, so that stock keeps them', () => {
		const doc = flow()
		const [send] = stepsOf(doc.transitions)
		const rows = writeStep(doc.transitions, { ...values('Draft', 'Submit', 'Review', 'B', 'C'), condition: 'doc.x' }, send)

		expect(rows.map((each) => [each.name, each.action, each.allowed, each.idx])).toEqual([['r2', 'Submit', 'B', 1], [undefined, 'Submit', 'C', 2], ['r3', 'Approve', 'B', 3], ['r4', 'Return', 'B', 4]])
		expect(rows[0]?.condition).toBe('doc.x')
	})

	it('adds a step at the end and takes one out', () => {
		const doc = flow()
		const added = writeStep(doc.transitions, values('Done', 'Reopen', 'Draft', 'A'))
		expect(added.at(-1)).toMatchObject({ action: 'Reopen', idx: 5, __islocal: 1 })
		const [send] = stepsOf(added)
		expect(send && withoutStep(added, send).map((each) => each.name)).toEqual(['r3', 'r4', undefined])
	})
})

describe('states', () => {
	it('lets steps follow a new name', () => {
		const doc = flow()
		const old = doc.states[1]
		if (old) writeState(doc, { ...old, state: 'Checked' }, old)

		expect(doc.transitions.map((each) => `${each.state}>${each.next_state}`)).toEqual(['Draft>Checked', 'Draft>Checked', 'Checked>Done', 'Checked>Draft'])
	})

	it('takes its steps along when it leaves, and says what is missing', () => {
		const doc = flow()
		const [, review] = doc.states
		if (review) removeState(doc, review)
		expect([doc.states.length, doc.transitions.length]).toEqual([2, 0])
		expect(missing(doc)?.text).toBe('Choose the form first.')
		doc.document_type = 'ToDo'
		doc.workflow_name = 'W'
		expect(missing(doc)).toBeNull()
	})

	it('moves within the table only', () => {
		const doc = flow()
		const [first] = doc.states
		if (!first) throw new Error('no state')
		expect(moveState(doc, first, -1)).toBe(false)
		expect(moveState(doc, first, 1)).toBe(true)
		expect(doc.states.map((each) => each.state)).toEqual(['Review', 'Draft', 'Done'])
	})
})

describe('drawing', () => {
	it('puts the usual way into one column, top to bottom', () => {
		const { states, steps } = draw(flow().states, flow().transitions)

		expect(states.map((each) => [each.state, each.column, each.layer])).toEqual([['Draft', 0, 0], ['Review', 0, 1], ['Done', 0, 2]])
		expect(steps.map((each) => [each.from, each.to, each.isBack, each.actions.join()])).toEqual([['Draft', 'Review', false, 'Send'], ['Review', 'Done', false, 'Approve'], ['Review', 'Draft', true, 'Return']])
	})

	it('keeps every state and line inside, without two states in one place', () => {
		const names = ['Draft', 'Issued', 'Doing', 'Waiting', 'Verified', 'Closed', 'Cancelled']
		const pairs = [['Draft', 'Issued'], ['Draft', 'Cancelled'], ['Issued', 'Cancelled'], ['Issued', 'Doing'], ['Doing', 'Waiting'], ['Waiting', 'Verified'], ['Waiting', 'Doing'], ['Verified', 'Closed'], ['Closed', 'Draft']]
		const drawing = draw(names.map((state) => ({ state })), pairs.map(([state = '', next_state = '']) => ({ state, next_state, action: 'x' })))
		const places = drawing.states.map((each) => `${each.x},${each.y}`)
		const numbers = drawing.steps.flatMap((step) => [...step.path.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map((match) => [Number(match[1]), Number(match[2])]))

		expect(new Set(places).size).toBe(names.length)
		expect(numbers.every(([x = -1, y = -1]) => x >= 0 && x <= drawing.width && y >= 0 && y <= drawing.height)).toBe(true)
	})

	it('draws nothing for a step of an unknown state', () => {
		expect(draw([{ state: 'A' }], [{ state: 'A', next_state: 'B', action: 'x' }]).steps).toEqual([])
		expect(draw([], []).states).toEqual([])
	})

	it('breaks long names and cuts what does not fit', () => {
		expect(wrapped('Chờ Chủ tịch duyệt', 12)).toEqual(['Chờ Chủ tịch', 'duyệt'])
		expect(wrapped('một hai ba bốn năm sáu', 7).length).toBe(2)
	})
})
