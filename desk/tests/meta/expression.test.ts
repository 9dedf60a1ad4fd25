/** The depends_on language: what it understands, and what it refuses. */
import { describe, expect, it } from 'vitest'
import { holds } from '@/meta/dependsOn'
import { evaluate } from '@/meta/expression/evaluate'
import type { Doc } from '@/meta/types'

const doc: Doc = { doctype: 'T', name: 'T-1', status: 'Open', qty: 5, text: '', rows: [{ kind: 'a' }, { kind: 'b' }], nothing: null }

describe('evaluate', () => {
	it.each([
		['doc.status == "Open" && doc.qty > 3', true],
		["['Open', 'Closed'].includes(doc.status)", true],
		['!doc.text', true],
		['doc.qty == "5"', true],
		['doc.qty === "5"', false],
		['doc.rows.some(row => row.kind == "b")', true],
		['doc.rows.filter((r) => r.kind !== "a").length', 1],
		['doc.nothing?.deep', undefined],
		['doc.missing.length > 0', false],
		['doc.qty > 3 ? "big" : "small"', 'big'],
		['doc.status.toLowerCase() + "!"', 'open!'],
		['-doc.qty + 2 * 3', 1],
		['typeof doc.unknown', 'undefined'],
		['"status" in doc', true],
		['doc["status"]', 'Open'],
		['doc.text || doc.status;', 'Open'],
	])('understands %s', (source, expected) => {
		expect(evaluate(source, { doc })).toEqual(expected)
	})

	it.each([
		'doc.status = "Closed"', 'window.location', 'doc.constructor', 'doc.status.constructor("x")', 'alert(1)', 'doc["__proto__"]',
		'doc.status.anchor("x")', '"open', 'doc.(', '`${doc.name}`', 'function () {}', 'new Date()', 'doc.rows.map(r => r.constructor)',
	])('refuses %s', (source) => {
		expect(() => evaluate(source, { doc })).toThrowError(/.+/)
	})
})

describe('holds', () => {
	it('takes a bare fieldname as "is filled"', () => {
		expect([holds('status', { doc }), holds('text', { doc }), holds('rows', { doc })]).toEqual([true, false, true])
	})

	it('offers parent, cint and in_list', () => {
		expect(holds('eval:in_list(["Open"], parent.status) && cint("4") == 4', { doc: { doctype: 'C', name: 'r' }, parent: doc })).toBe(true)
	})

	it('keeps a field visible when its rule cannot be understood', () => {
		expect(holds('eval:doc.status ==', { doc })).toBe(true)
	})

	it('does not make a field required for a rule that cannot be understood', () => {
		expect(holds('eval:nobody.knows', { doc }, false)).toBe(false)
	})
})
