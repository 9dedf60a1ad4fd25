/** How a refusal of the server becomes sentences at the right field, and how arguments travel. */
import { describe, expect, it } from 'vitest'
import { encode, LatestOnly } from '@/api/client'
import { errorFrom, fieldErrors, serverMessages } from '@/api/errors'
import { serverText } from '@/api/texts'

const fields = [
	{ fieldname: 'title', label: 'Title', translated: 'Tên gọi' },
	{ fieldname: 'valid_to', label: 'Valid To', translated: 'Hiệu lực đến' },
]
const messages = (...texts: string[]) => JSON.stringify(texts.map((message) => JSON.stringify({ message, title: 'Message', raise_exception: 1 })))

describe('errorFrom', () => {
	it('reads class, sentence and status', () => {
		const error = errorFrom(417, { exc_type: 'ValidationError', exception: 'frappe.exceptions.ValidationError: no', _server_messages: messages('<b>Tên gọi</b>: ngắn quá') })

		expect([error.status, error.type, error.message]).toEqual([417, 'ValidationError', '<b>Tên gọi</b>: ngắn quá'])
		expect(serverText(error).text).toBe('Tên gọi: ngắn quá')
	})

	it('never shows a trace of a server fault', () => {
		expect(serverText(errorFrom(500, { exception: 'ImportError: cannot import name x' })).text).not.toContain('import')
	})

	it('survives messages that are no JSON', () => {
		expect(serverMessages('oops')).toEqual([])
		expect(serverMessages('["plain"]')).toEqual([{ message: 'plain' }])
	})
})

describe('fieldErrors', () => {
	it('marks the fields that a MandatoryError lists', () => {
		expect(fieldErrors(errorFrom(417, { exc_type: 'MandatoryError', exception: 'frappe.exceptions.MandatoryError: [Plan, P-1]: title, valid_to' }), fields)).toEqual({ title: '', valid_to: '' })
	})

	it('finds the field by its translated label', () => {
		expect(Object.keys(fieldErrors(errorFrom(417, { _server_messages: messages('Hiệu lực đến: hãy chọn ngày sau.') }), fields))).toEqual(['valid_to'])
	})

	it('leaves messages about rows to the table', () => {
		expect(fieldErrors(errorFrom(417, { _server_messages: messages('Dòng 2: Tên gọi: trống') }), fields)).toEqual({})
	})
})

describe('encode', () => {
	it('sends objects as JSON, nothing as empty, yes as 1, and leaves out what is not given', () => {
		expect(encode({ a: [1], b: null, c: true, d: undefined, e: 'x' }).toString()).toBe('a=%5B1%5D&b=&c=1&e=x')
	})
})

describe('LatestOnly', () => {
	it('drops a slow old answer', async () => {
		const gate = new LatestOnly()
		let finish: (value: string) => void = () => undefined
		const slow = gate.run(() => new Promise<string>((resolve) => { finish = resolve }))
		const quick = gate.run(() => Promise.resolve('new'))
		finish('old')

		expect(await slow).toBeNull()
		expect(await quick).toEqual({ value: 'new' })
	})
})
