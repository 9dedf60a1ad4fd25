/**
 * The one way from the desk to the server: form-encoded calls as Frappe's own client makes them,
 * CSRF token, error shapes, notices, and the session that ended meanwhile.
 */
import { ApiError, errorFrom, serverMessages, type ErrorBody, type ServerMessage } from './errors'

export interface CallResult {
	message?: unknown
	docs?: Record<string, unknown>[]
	_server_messages?: string
	_link_titles?: Record<string, string>
	[key: string]: unknown
}
export interface CallOptions {
	method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
	signal?: AbortSignal
	/** Do not show the server's notices; the caller does. */
	quiet?: boolean
}

interface Handlers {
	/** Resolves when the person has signed in again; rejects when they gave up. */
	onSessionLost: () => Promise<void>
	onNotices: (messages: ServerMessage[]) => void
}

const state = { csrf: '', user: 'Guest' }
let handlers: Handlers = { onSessionLost: () => Promise.reject(new Error('signed out')), onNotices: () => undefined }

export function configureClient(options: Partial<Handlers> & { csrf?: string; user?: string }): void {
	if (options.csrf !== undefined) state.csrf = options.csrf
	if (options.user !== undefined) state.user = options.user
	handlers = { ...handlers, ...options }
}

export function csrfToken(): string {
	return state.csrf
}

/** Calls a whitelisted method and gives its `message`. */
export async function xcall<T = unknown>(method: string, args: object = {}, options: CallOptions = {}): Promise<T> {
	return (await call(method, args, options)).message as T
}

/** Calls a whitelisted method and gives the whole answer. */
export async function call(method: string, args: object = {}, options: CallOptions = {}): Promise<CallResult> {
	const path = method.startsWith('/') ? method : `/api/method/${method}`
	const body = encode(args)
	const isGet = options.method === 'GET'
	const url = isGet && `${body}` ? `${path}?${body}` : path
	return request(url, { method: options.method ?? 'POST', body: isGet ? undefined : body, signal: options.signal }, options.quiet)
}

export async function request(url: string, init: RequestInit, quiet = false, isRepeat = false): Promise<CallResult> {
	const response = await send(url, init)
	const body = await readBody(response)
	if (response.ok && !isSignedOut(body)) {
		if (!quiet) notify(body)
		return body as CallResult
	}
	const error = errorFrom(response.status, body)
	if (isRepeat) throw error
	if (error.type === 'CSRFTokenError') await refreshToken()
	else if (isSessionLost(error)) await handlers.onSessionLost()
	else throw error
	return request(url, init, quiet, true)
}

async function send(url: string, init: RequestInit): Promise<Response> {
	const headers: Record<string, string> = { Accept: 'application/json', 'X-Requested-With': 'XMLHttpRequest' }
	if (state.csrf && init.method !== 'GET') headers['X-Frappe-CSRF-Token'] = state.csrf
	try {
		return await fetch(url, { ...init, headers, credentials: 'same-origin' })
	} catch (cause) {
		if (init.signal?.aborted) throw cause
		throw new ApiError(0, 'NetworkError', [], {}, '')
	}
}

async function readBody(response: Response): Promise<ErrorBody> {
	const type = response.headers.get('Content-Type') ?? ''
	if (!type.includes('json')) return { exc_type: response.ok ? undefined : `HTTP${response.status}` }
	return (await response.json()) as ErrorBody
}

function notify(body: ErrorBody): void {
	const messages = serverMessages(body._server_messages)
	if (messages.length) handlers.onNotices(messages)
}

/** A stale sid runs as Guest and is told so; a public method then even succeeds. */
function isSignedOut(body: ErrorBody): boolean {
	return state.user !== 'Guest' && body.session_expired === 1
}

function isSessionLost(error: ApiError): boolean {
	if (state.user === 'Guest') return false
	if (error.body.session_expired === 1) return true
	return [401, 403].includes(error.status) && /(^|;\s*)user_id=Guest(;|$)/.test(document.cookie)
}

/** Reads the token of the present session from a fresh shell page. */
export async function refreshToken(): Promise<void> {
	const html = await (await fetch('/app', { headers: { Accept: 'text/html' }, credentials: 'same-origin' })).text()
	const text = new DOMParser().parseFromString(html, 'text/html').getElementById('boot')?.textContent
	state.csrf = text ? String((JSON.parse(text) as { csrf_token?: string }).csrf_token ?? '') : ''
}

/** Objects travel as JSON text, nothing as an empty string: what server functions of apps expect. */
export function encode(args: object): URLSearchParams {
	const params = new URLSearchParams()
	for (const [key, value] of Object.entries(args)) {
		if (value === undefined || typeof value === 'function') continue
		if (value === null) params.set(key, '')
		else if (typeof value === 'boolean') params.set(key, value ? '1' : '0')
		else params.set(key, typeof value === 'object' ? JSON.stringify(value) : String(value))
	}
	return params
}

/** Lets only the newest of several overlapping calls be used: a slow old answer must not replace a new one. */
export class LatestOnly {
	private ticket = 0
	async run<T>(work: () => Promise<T>): Promise<{ value: T } | null> {
		const mine = ++this.ticket
		const value = await work()
		return mine === this.ticket ? { value } : null
	}
	cancel(): void {
		this.ticket += 1
	}
}
