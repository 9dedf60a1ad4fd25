/** The page of calls: groups, requests, the same for curl. */
import { describe, expect, it } from 'vitest'
import { bodyExample, curlOf, found, groupsOf, pretty, requestOf, type Document, type Operation } from '@/screens/api/apiModel'

const name = { in: 'path' as const, name: 'name', required: true, schema: { type: 'string' } }
const spec: Document = {
	info: { title: 'x' },
	components: { schemas: { ToDo: { type: 'object', required: ['b'], properties: { owner: { type: 'string', readOnly: true }, a: { type: 'integer' }, b: { type: ['string', 'null'] } } } } },
	paths: {
		'/api/method/app.views.send': { post: { operationId: 'v1.post.app.views.send', tags: ['app.views'], summary: 'Send it', requestBody: { content: { 'application/json': { schema: { type: 'object' } } } } } },
		'/api/resource/ToDo/{name}': { parameters: [name], get: { operationId: 'v1.read.ToDo', tags: ['ToDo'], parameters: [{ in: 'query', name: 'fields', schema: {} }] }, put: { operationId: 'v1.update.ToDo', tags: ['ToDo'], requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/ToDo' } } } } } },
		'/api/v2/document/ToDo': { get: { operationId: 'v2.list.ToDo', tags: ['ToDo'] } },
	},
}
const groups = groupsOf(spec, 'v1')
const [read, update] = groups[0]?.operations as [Operation, Operation]

describe('the calls', () => {
	it('stand by form, then by function, one version at a time', () => {
		expect(groups.map((group) => [group.tag, group.operations.map((each) => each.method)])).toEqual([['ToDo', ['GET', 'PUT']], ['app.views', ['POST']]])
		expect(groupsOf(spec, 'v2').map((group) => group.tag)).toEqual(['ToDo'])
	})
	it('are found by their words, also translated ones', () => {
		const label = (tag: string) => (tag === 'ToDo' ? 'Việc cần làm' : tag)
		expect(found(groups, 'việc', label).map((group) => group.tag)).toEqual(['ToDo'])
		expect(found(groups, 'send it', label).map((group) => group.tag)).toEqual(['app.views'])
		expect(found(groups, 'nothing', label)).toEqual([])
	})
})

describe('a request', () => {
	it('has its arguments in address and query, and says what is missing', () => {
		expect(requestOf(read, { values: { name: 'a/b', fields: '["*"]' }, body: '' })).toEqual({ method: 'GET', url: '/api/resource/ToDo/a%2Fb?fields=%5B%22*%22%5D' })
		expect(requestOf(read, { values: {}, body: '' }).problem).toEqual({ name: 'name', kind: 'missing' })
		expect(requestOf(update, { values: { name: 'x' }, body: '{' }).problem).toEqual({ name: 'JSON', kind: 'json' })
	})
	it('begins with a body of what may be sent, needed fields first', () => {
		expect(JSON.parse(bodyExample(update, spec))).toEqual({ b: '', a: 0 })
		expect(bodyExample(read, spec)).toBe('')
	})
	it('can be copied for a terminal, quotes and all', () => {
		const curl = curlOf({ method: 'PUT', url: '/x', body: '{"a":"it\'s"}' }, 'https://iso.vn')
		expect(curl).toContain("curl -X PUT 'https://iso.vn/x'")
		expect(curl).toContain(`-d '{"a":"it'\\''s"}'`)
		expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}')
		expect(pretty('plain')).toBe('plain')
	})
})
