/**
 * What add_custom_button and its relatives return: the button's looks and state, which the screen draws,
 * with jQuery's names. Everything else goes to the drawn element, once it is there.
 */
import { MiniQuery } from './miniQuery'

export interface ScriptButton { label: string; group?: string; run: () => unknown; primary?: boolean; disabled?: boolean; hidden?: boolean }

export class ButtonHandle extends MiniQuery {
	constructor(private readonly button: ScriptButton) {
		super(() => [...document.querySelectorAll(`[data-script-button="${CSS.escape(button.label)}"]`)])
	}

	/** Adds the button to a reactive list and keeps hold of the reactive one. */
	static add(list: ScriptButton[], button: ScriptButton): ButtonHandle {
		list.push(button)
		return new ButtonHandle(list[list.length - 1] as ScriptButton)
	}

	private set(change: Partial<ScriptButton>): this {
		Object.assign(this.button, change)
		return this
	}
	override addClass(names: string): this { return names.includes('btn-primary') ? this.set({ primary: true }) : super.addClass(names) }
	override removeClass(names: string): this { return names.includes('btn-primary') ? this.set({ primary: false }) : super.removeClass(names) }
	override hide(): this { return this.set({ hidden: true }) }
	override show(): this { return this.set({ hidden: false }) }
	override remove(): this { return this.hide() }
	override toggle(on?: boolean): this { return this.set({ hidden: !(on ?? this.button.hidden) }) }
	override prop(name: string, value?: unknown): this | unknown {
		if (name !== 'disabled') return super.prop(name, value)
		return value === undefined ? Boolean(this.button.disabled) : this.set({ disabled: Boolean(value) })
	}
	override attr(name: string, value?: unknown): this | string | undefined {
		return name === 'disabled' && value !== undefined ? this.set({ disabled: value !== false }) : super.attr(name, value)
	}
	override removeAttr(name: string): this { return name === 'disabled' ? this.set({ disabled: false }) : super.removeAttr(name) }
	override text(content?: unknown): this | string { return content === undefined ? this.button.label : this.set({ label: String(content) }) }
}
