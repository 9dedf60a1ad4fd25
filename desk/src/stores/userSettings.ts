/** Remembers, per user and DocType, how a list was left; saving waits until the person pauses. */
import { xcall } from '@/api/client'
import { userSettings } from './meta'

const timers = new Map<string, ReturnType<typeof setTimeout>>()

export function remembered<T extends object>(doctype: string, view: string): Partial<T> {
	return (userSettings(doctype)[view] ?? {}) as Partial<T>
}

export function remember(doctype: string, view: string, value: object): void {
	const settings = userSettings(doctype)
	settings[view] = { ...(settings[view] as object | undefined), ...value }
	settings.last_view = view
	clearTimeout(timers.get(doctype))
	timers.set(doctype, setTimeout(() => void save(doctype), 800))
}

async function save(doctype: string): Promise<void> {
	// Losing a remembered column width is not worth a message to the person.
	await xcall('frappe.model.utils.user_settings.save', { doctype, user_settings: JSON.stringify(userSettings(doctype)) }, { quiet: true }).catch(() => undefined)
}
