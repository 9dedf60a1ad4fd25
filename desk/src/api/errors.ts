/** Decides how a refused call is understood: class name, plain sentences, which field each one is about. */
export interface ServerMessage {
	message: string
	title?: string
	indicator?: string
	alert?: boolean
	raise_exception?: unknown
	as_list?: boolean
	primary_action?: { label?: string; server_action?: string; args?: unknown }
}

export interface ErrorBody {
	exc_type?: string
	exception?: string
	_server_messages?: string
	_error_message?: string
	session_expired?: number
	message?: unknown
}

export class ApiError extends Error {
	override readonly name = 'ApiError'
	constructor(
		readonly status: number,
		readonly type: string,
		readonly messages: ServerMessage[],
		readonly body: ErrorBody,
		/** Text after "SomeError: " in `exception`. */
		readonly detail: string,
	) {
		super(messages.map((entry) => entry.message).join('\n') || detail || type)
	}
	get isConflict(): boolean {
		return this.type === 'TimestampMismatchError'
	}
	get isOffline(): boolean {
		return this.status === 0
	}
}

export function serverMessages(text: unknown): ServerMessage[] {
	if (typeof text !== 'string') return []
	return (parseJson(text) as unknown[] | null)?.map(oneMessage) ?? []
}

function oneMessage(entry: unknown): ServerMessage {
	const parsed = typeof entry === 'string' ? parseJson(entry) : entry
	if (parsed && typeof parsed === 'object') return parsed as ServerMessage
	return { message: String(entry) }
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return null
	}
}

export function errorFrom(status: number, body: ErrorBody): ApiError {
	const lastLine = (body.exception ?? '').trim()
	const split = /^([\w.]+):\s*([\s\S]*)$/.exec(lastLine)
	const type = body.exc_type ?? split?.[1]?.split('.').pop() ?? 'ServerError'
	const messages = serverMessages(body._server_messages)
	if (!messages.length && body._error_message) messages.push({ message: body._error_message })
	return new ApiError(status, type, messages, body, split?.[2] ?? lastLine)
}

export interface LabelledField { fieldname: string; label: string; translated: string }

/**
 * Error text per fieldname: the names listed by MandatoryError first, then any message that
 * holds a field's label in quotes, in bold or after a colon.
 */
export function fieldErrors(error: ApiError, fields: readonly LabelledField[]): Record<string, string> {
	const found: Record<string, string> = {}
	if (error.type === 'MandatoryError') {
		const names = /\]:\s*(.+)$/.exec(error.detail)?.[1]?.split(',') ?? []
		for (const name of names.map((part) => part.trim())) if (fields.some((f) => f.fieldname === name)) found[name] = ''
	}
	for (const { message } of error.messages) {
		const plain = message.replace(/<[^>]+>/g, '"')
		if (/^"*(row|hàng|dòng)\s*#?"*\d/i.test(plain)) continue
		const field = fields
			.filter((f) => [f.label, f.translated].some((label) => label.length > 2 && mentions(plain, label)))
			.sort((a, b) => b.label.length - a.label.length)[0]
		if (field) found[field.fieldname] = message.replace(/<[^>]+>/g, '')
	}
	return found
}

function mentions(text: string, label: string): boolean {
	const escaped = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
	return new RegExp(`(^|["“'(:,]\\s*)${escaped}(\\s*["”'):,.]|$)`, 'i').test(text)
}
