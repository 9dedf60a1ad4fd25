/** frappe.ui.keys: keyboard shortcuts of scripts, heard by one listener on the window. */

type KeyHandler = (event: KeyboardEvent) => unknown
interface Shortcut { shortcut: string; action: KeyHandler; ignore_inputs?: boolean; condition?: () => boolean }

const NAMES: Record<string, string> = { ' ': 'space', arrowup: 'up', arrowdown: 'down', arrowleft: 'left', arrowright: 'right', esc: 'escape', del: 'delete' }
const ORDER = ['ctrl', 'alt', 'shift']
const handlers = new Map<string, Set<KeyHandler>>()
let isListening = false

const nameOf = (key: string) => NAMES[key.toLowerCase()] ?? key.toLowerCase()

/** "Shift+Cmd+K" and "ctrl+shift+k" are the same shortcut. */
function normalized(shortcut: string): string {
	const parts = shortcut.toLowerCase().split('+').map((part) => (['cmd', 'meta', 'control'].includes(part) ? 'ctrl' : nameOf(part)))
	return [...ORDER.filter((name) => parts.includes(name)), ...parts.filter((part) => !ORDER.includes(part))].join('+')
}

/** The shortcut that a key press is, "ctrl+shift+k"; Command counts as Ctrl. */
function getKey(event: KeyboardEvent): string {
	const held = [event.ctrlKey || event.metaKey ? 'ctrl' : '', event.altKey ? 'alt' : '', event.shiftKey ? 'shift' : ''].filter(Boolean)
	return [...held, nameOf(event.key)].join('+')
}

function hear(event: KeyboardEvent): void {
	for (const handler of [...(handlers.get(getKey(event)) ?? [])]) handler(event)
}

function on(key: string, handler: KeyHandler): void {
	const shortcut = normalized(key)
	handlers.set(shortcut, (handlers.get(shortcut) ?? new Set()).add(handler))
	if (!isListening) window.addEventListener('keydown', hear)
	isListening = true
}

function off(key: string): void {
	handlers.delete(normalized(key))
}

/** Runs the action unless somebody is typing (or `ignore_inputs` is set); false from it lets the browser act too. */
function addShortcut({ shortcut, action, ignore_inputs, condition }: Shortcut): void {
	on(shortcut, (event) => {
		const isTyping = (event.target as Element | null)?.closest?.('input, select, textarea, [contenteditable="true"]')
		if ((isTyping && !ignore_inputs) || condition?.() === false) return
		if (action(event) !== false) event.preventDefault()
	})
}

export const frappeKeys = { on, off, add_shortcut: addShortcut, get_key: getKey }
