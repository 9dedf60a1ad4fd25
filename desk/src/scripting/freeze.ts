/** The veil over the page during a call that must not be interrupted. */
import { reactive } from 'vue'

export const veil = reactive({ depth: 0, message: '', progress: null as number | null })

export function freeze(message = ''): void {
	veil.depth += 1
	veil.message = message
}
export function unfreeze(): void {
	veil.depth = Math.max(0, veil.depth - 1)
	if (!veil.depth) Object.assign(veil, { message: '', progress: null })
}
export function showProgress(title: string, count: number, total = 100, description = ''): void {
	Object.assign(veil, { depth: 1, message: [title, description].filter(Boolean).join(' – '), progress: Math.round((count / Math.max(total, 1)) * 100) })
	if (count >= total) setTimeout(unfreeze, 500)
}
