/** `frappe.validated`: a script's way to stop a save, and the error that frappe.throw raises. */
export class ScriptStop extends Error {
	override readonly name = 'ScriptStop'
}

const flag = { validated: true }

export const isStopped = (): boolean => !flag.validated
export function resetValidated(): void {
	flag.validated = true
}
export function setValidated(value: boolean): void {
	flag.validated = value
}
