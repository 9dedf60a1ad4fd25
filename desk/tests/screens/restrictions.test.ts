/** What rows of User Permission mean for the nodes of a tree. */
import { describe, expect, it } from 'vitest'
import { heldBy, type Restriction } from '@/screens/permissions/restrictions'

const row = (for_value: string, hide_descendants = 0): Restriction => ({ name: for_value, allow: 'Place', for_value, hide_descendants })

describe('a node of the tree', () => {
	it('is held by its own row, whatever stands above', () => {
		expect(heldBy('B', ['A'], [row('B')])).toBe('itself')
	})
	it('is held by a row above it', () => {
		expect(heldBy('C', ['A', 'B'], [row('A')])).toBe('above')
	})
	it('is not held by a row that leaves out what is below', () => {
		expect(heldBy('C', ['A', 'B'], [row('A', 1)])).toBe('none')
	})
	it('is not held by a row beside it', () => {
		expect(heldBy('C', ['A'], [row('B')])).toBe('none')
	})
})
