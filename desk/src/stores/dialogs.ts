/** Holds the stack of messages, questions and toasts that App.vue draws; everything else only asks for them. */
import { reactive, shallowReactive, type Component } from 'vue'
import { serverText } from '@/api/texts'
import type { ServerMessage } from '@/api/errors'
import { t } from '@/i18n'

export type ToastTone = 'good' | 'info' | 'warn' | 'danger'
export interface Toast { id: number; text: string; tone: ToastTone; detail?: string }
export interface DialogEntry {
	id: number
	component: Component
	props: Record<string, unknown>
	/** Called with the chosen value, or undefined when dismissed. */
	resolve: (value: unknown) => void
}

export const toasts = reactive<Toast[]>([])
export const dialogs = shallowReactive<DialogEntry[]>([])
let counter = 0

const TONES: Record<string, ToastTone> = { green: 'good', blue: 'info', orange: 'warn', yellow: 'warn', red: 'danger' }
export const toastTone = (color: unknown): ToastTone => TONES[String(color ?? 'blue')] ?? 'info'

export function toast(text: string, tone: ToastTone = 'good', seconds = 5): void {
	const entry = { id: ++counter, text, tone }
	toasts.push(entry)
	setTimeout(() => dismissToast(entry.id), seconds * 1000)
}

export function dismissToast(id: number): void {
	const at = toasts.findIndex((entry) => entry.id === id)
	if (at >= 0) toasts.splice(at, 1)
}

/** Opens a component as a dialog; resolves with what it emits as `done`. */
export function openDialog<T>(component: Component, props: Record<string, unknown> = {}): Promise<T | undefined> {
	return new Promise((resolve) => {
		const id = ++counter
		dialogs.push({ id, component, props, resolve: resolve as (value: unknown) => void })
	})
}

export function closeDialog(id: number, value?: unknown): void {
	const at = dialogs.findIndex((entry) => entry.id === id)
	if (at < 0) return
	const [entry] = dialogs.splice(at, 1)
	entry?.resolve(value)
}

export function showError(error: unknown): void {
	const { title, text } = serverText(error)
	toast(title ? `${title}: ${text}` : text, 'danger', 9)
}

/** Notices of a successful call: short ones as toasts, the rest as well, since nothing has to be decided. */
export function showNotices(messages: ServerMessage[]): void {
	for (const entry of messages) {
		const text = entry.message.replace(/<[^>]+>/g, '')
		const isPlainSuccess = ['Saved', 'Submitted', 'Cancelled', t('Saved'), t('Submitted')].includes(text)
		if (!isPlainSuccess) toast(text, toastTone(entry.indicator), entry.alert ? 5 : 8)
	}
}
