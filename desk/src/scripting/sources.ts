/** Whose script is running: handlers are remembered under the Client Script that registered them, so that a newer version replaces them. */
const ATTRIBUTE = 'clientScript'
const sources = new WeakMap<object, string>()

export function mark(script: HTMLScriptElement, source: string): void {
	script.dataset[ATTRIBUTE] = source
}

/** The Client Script that is being executed just now; empty for scripts of apps and for anything later. */
export function runningSource(): string {
	const script = document.currentScript
	return (script instanceof HTMLScriptElement && script.dataset[ATTRIBUTE]) || ''
}

export function remember(handler: object): void {
	const source = runningSource()
	if (source) sources.set(handler, source)
}

export function sourceOf(handler: object): string {
	return sources.get(handler) ?? ''
}
