/**
 * frappe.realtime: scripts listen to events that the server publishes. There is no socket: while anybody
 * listens and the page is visible, new events are fetched every few seconds.
 */
import { xcall } from '@/api/client'
import { ApiError } from '@/api/errors'

type Listener = (message: unknown) => unknown
interface Answer { last: number; events: { event: string; message: unknown }[] }

const EVERY = 4000
const listeners = new Map<string, Set<Listener>>()
/** `round` counts the times that polling began, so that an answer of an earlier one starts no second loop. */
const state = { last: null as number | null, timer: undefined as ReturnType<typeof setTimeout> | undefined, running: false, round: 0 }

function emit(event: string, message?: unknown): void {
	for (const listener of [...(listeners.get(event) ?? [])]) {
		// One broken listener must neither silence the others nor end the polling.
		try {
			listener(message)
		} catch (error) {
			reportError(error)
		}
	}
}

/** The first answer only tells where the stream stands: what was said before is not news. */
async function fetchNews(): Promise<void> {
	const answer = await xcall<Answer>('frappe.realtime.poll', { after: state.last ?? 0 }, { quiet: true })
	const isFirst = state.last === null
	state.last = answer.last
	if (!isFirst) for (const entry of answer.events) emit(entry.event, entry.message)
}

async function poll(round: number): Promise<void> {
	if (!document.hidden) {
		// A server that is away for a moment is asked again; scripts hear nothing meanwhile.
		try {
			await fetchNews()
		} catch (error) {
			if (!(error instanceof ApiError)) reportError(error)
		}
	}
	if (round === state.round && state.running) state.timer = setTimeout(() => void poll(round), EVERY)
}

function on(event: string, listener: Listener): void {
	listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
	if (state.running) return
	state.running = true
	state.last = null
	state.round += 1
	void poll(state.round)
}

/** Without a listener all of the event's listeners go; with the last one the polling ends. */
function off(event: string, listener?: Listener): void {
	const known = listeners.get(event)
	if (listener) known?.delete(listener)
	if (!listener || !known?.size) listeners.delete(event)
	if (listeners.size) return
	clearTimeout(state.timer)
	state.running = false
}

export const frappeRealtime = { on, off, emit }
