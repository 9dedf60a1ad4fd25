/** Decides how an OpenAPI document is shown and tried: groups, the arguments of a call, the request, the same for curl. */
import { fold } from '@/meta/format/text'

export interface Schema { type?: string | string[]; enum?: unknown[]; properties?: Record<string, Schema & { readOnly?: boolean; title?: string }>; required?: string[]; $ref?: string; items?: Schema; anyOf?: Schema[]; format?: string }
export interface Parameter { in: 'path' | 'query'; name: string; required?: boolean; schema: Schema; description?: string }
interface RawOperation { operationId: string; tags?: string[]; summary?: string; parameters?: Parameter[]; requestBody?: { content: Record<string, { schema: Schema }> } }
export interface Document { paths: Record<string, Record<string, RawOperation | Parameter[]>>; components: { schemas: Record<string, Schema> }; info: { title: string; description?: string } }
export interface Operation { id: string; method: string; path: string; tag: string; summary: string; parameters: Parameter[]; body?: Schema }
export interface Group { tag: string; operations: Operation[] }

const VERBS = ['get', 'post', 'put', 'patch', 'delete']

/** Operations of version 1 with their groups, records first: version 2 says the same again. */
export function groupsOf(document: Document, version: 'v1' | 'v2'): Group[] {
	const groups = new Map<string, Operation[]>()
	for (const [path, item] of Object.entries(document.paths)) {
		if (path.startsWith('/api/v2/') !== (version === 'v2')) continue
		const shared = (item.parameters ?? []) as Parameter[]
		for (const verb of VERBS) {
			const raw = item[verb] as RawOperation | undefined
			if (!raw) continue
			const tag = raw.tags?.[0] ?? ''
			const operation = { id: raw.operationId, method: verb.toUpperCase(), path, tag, summary: raw.summary ?? '', parameters: [...shared, ...(raw.parameters ?? [])], body: raw.requestBody?.content['application/json']?.schema }
			groups.set(tag, [...(groups.get(tag) ?? []), operation])
		}
	}
	return [...groups].map(([tag, operations]) => ({ tag, operations })).sort((a, b) => Number(isFunction(a)) - Number(isFunction(b)) || a.tag.localeCompare(b.tag, 'vi'))
}

export const isFunction = (group: Group) => group.operations.every((each) => each.path.includes('/method/'))

export function found(groups: Group[], words: string, label: (tag: string) => string): Group[] {
	const wanted = fold(words.trim())
	if (!wanted) return groups
	const matches = (text: string) => fold(text).includes(wanted)
	return groups.flatMap((group) => {
		if (matches(group.tag) || matches(label(group.tag))) return [group]
		const operations = group.operations.filter((each) => matches(each.path) || matches(each.summary))
		return operations.length ? [{ ...group, operations }] : []
	})
}

export function resolved(schema: Schema | undefined, document: Document): Schema {
	const name = schema?.$ref?.split('/').pop()
	return (name ? document.components.schemas[name] : schema) ?? {}
}

/** A body to begin with: what may be sent, blank. */
export function bodyExample(operation: Operation, document: Document): string {
	if (!operation.body) return ''
	const schema = resolved(operation.body, document)
	const names = Object.entries(schema.properties ?? {}).filter(([name, each]) => !each.readOnly && !['docstatus', 'modified', 'name'].includes(name)).map(([name]) => name)
	const needed = new Set(schema.required ?? [])
	const chosen = names.filter((name) => needed.has(name)).concat(names.filter((name) => !needed.has(name))).slice(0, 12)
	return JSON.stringify(Object.fromEntries(chosen.map((name) => [name, blank(schema.properties?.[name] ?? {}, document)])), null, 2)
}

function blank(schema: Schema, document: Document): unknown {
	const known = resolved(schema, document)
	const type = [known.type ?? known.anyOf?.[0]?.type ?? 'string'].flat()[0]
	return { integer: 0, number: 0, boolean: false, array: [], object: {} }[String(type)] ?? ''
}

export interface Filled { values: Record<string, string>; body: string }
export interface Request { method: string; url: string; body?: string; problem?: { name: string; kind: 'missing' | 'json' } }

export function requestOf(operation: Operation, filled: Filled): Request {
	const missing = operation.parameters.find((each) => each.required && !filled.values[each.name])
	let url = operation.path
	const query = new URLSearchParams()
	for (const each of operation.parameters) {
		const value = filled.values[each.name] ?? ''
		if (each.in === 'path') url = url.replace(`{${each.name}}`, value ? encodeURIComponent(value) : `{${each.name}}`)
		else if (value !== '') query.set(each.name, value)
	}
	if (`${query}`) url += `?${query}`
	const request: Request = { method: operation.method, url }
	if (missing) request.problem = { name: missing.name, kind: 'missing' }
	if (operation.body) {
		request.body = filled.body.trim() || '{}'
		if (!isJson(request.body)) request.problem ??= { name: 'JSON', kind: 'json' }
	}
	return request
}

export function isJson(text: string): boolean {
	try {
		JSON.parse(text)
		return true
	} catch {
		return false
	}
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

/** The same call from a terminal; the key is the reader's own to fill in. */
export function curlOf(request: Request, origin: string): string {
	const lines = [`curl -X ${request.method} ${quoted(origin + request.url)}`, "-H 'Authorization: token API_KEY:API_SECRET'", "-H 'Accept: application/json'"]
	if (request.body !== undefined) lines.push("-H 'Content-Type: application/json'", `-d ${quoted(request.body)}`)
	return lines.join(' \\\n  ')
}

export function pretty(text: string): string {
	return isJson(text) ? JSON.stringify(JSON.parse(text), null, 2) : text
}
