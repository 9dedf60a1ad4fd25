/**
 * A small stand-in for jQuery: the calls that form scripts make on $wrapper and $input.
 * Works on whatever elements are there when a method is called.
 */
type Target = string | Element | Element[] | Document | Window | MiniQuery | null | undefined
type Listener = (this: Element, event: Event) => void
interface Bound { type: string; space: string; selector: string; fn: Listener; heard: (event: Event) => void }

/** Who listens where, so that off() finds what on() has added. */
const bound = new WeakMap<Element, Bound[]>()

export class MiniQuery {
	constructor(private readonly find_all: () => Element[]) {}

	static from(target: Target, root: ParentNode = document): MiniQuery {
		if (target instanceof MiniQuery) return target
		if (typeof target === 'string' && target.trim().startsWith('<')) {
			const template = document.createElement('template')
			template.innerHTML = target.trim()
			const made = [...template.content.children]
			return new MiniQuery(() => made)
		}
		if (typeof target === 'string') return new MiniQuery(() => [...root.querySelectorAll(target)])
		// The document and the window take listeners and searches as elements do.
		const given = (Array.isArray(target) ? target : target ? [target] : []) as Element[]
		return new MiniQuery(() => given)
	}

	get length(): number { return this.find_all().length }
	get 0(): Element | undefined { return this.find_all()[0] }
	get(index: number): Element | undefined { return this.find_all()[index] }
	toArray(): Element[] { return this.find_all() }
	private each_element(work: (element: HTMLElement) => void): this {
		for (const element of this.find_all()) work(element as HTMLElement)
		return this
	}
	each(work: (this: Element, index: number, element: Element) => void): this {
		this.find_all().forEach((element, i) => work.call(element, i, element))
		return this
	}
	find(selector: string): MiniQuery { return new MiniQuery(() => this.find_all().flatMap((element) => [...element.querySelectorAll(selector)])) }
	closest(selector: string): MiniQuery { return new MiniQuery(() => this.find_all().flatMap((element) => element.closest(selector) ?? [])) }
	parent(): MiniQuery { return new MiniQuery(() => this.find_all().flatMap((element) => element.parentElement ?? [])) }
	children(): MiniQuery { return new MiniQuery(() => this.find_all().flatMap((element) => [...element.children])) }
	first(): MiniQuery { return new MiniQuery(() => this.find_all().slice(0, 1)) }

	html(content?: unknown): this | string {
		if (content === undefined) return this[0]?.innerHTML ?? ''
		if (typeof content !== 'string' && typeof content !== 'number') {
			this.empty().append(content)
			return this
		}
		return this.each_element((element) => { element.innerHTML = String(content) })
	}
	text(content?: unknown): this | string {
		if (content === undefined) return this[0]?.textContent ?? ''
		return this.each_element((element) => { element.textContent = String(content) })
	}
	empty(): this { return this.each_element((element) => element.replaceChildren()) }
	remove(): this { return this.each_element((element) => element.remove()) }
	append(...content: unknown[]): this { return this.each_element((element) => element.append(...content.flatMap(nodesOf))) }
	prepend(...content: unknown[]): this { return this.each_element((element) => element.prepend(...content.flatMap(nodesOf))) }
	appendTo(target: Target): this {
		MiniQuery.from(target)[0]?.append(...this.find_all())
		return this
	}
	addClass(names: string): this { return this.each_element((element) => element.classList.add(...words(names))) }
	removeClass(names: string): this { return this.each_element((element) => element.classList.remove(...words(names))) }
	toggleClass(names: string, on?: boolean): this { return this.each_element((element) => words(names).forEach((name) => element.classList.toggle(name, on))) }
	hasClass(name: string): boolean { return this.find_all().some((element) => element.classList.contains(name)) }
	show(): this { return this.each_element((element) => { element.style.display = '' }) }
	hide(): this { return this.each_element((element) => { element.style.display = 'none' }) }
	toggle(on?: boolean): this { return this.each_element((element) => { element.style.display = (on ?? element.style.display === 'none') ? '' : 'none' }) }
	css(name: string | Record<string, string>, value?: string | number): this {
		const pairs = typeof name === 'string' ? { [name]: String(value ?? '') } : name
		return this.each_element((element) => Object.entries(pairs).forEach(([key, text]) => element.style.setProperty(key, String(text))))
	}
	attr(name: string, value?: unknown): this | string | undefined {
		if (value === undefined) return this[0]?.getAttribute(name) ?? undefined
		return this.each_element((element) => element.setAttribute(name, String(value)))
	}
	removeAttr(name: string): this { return this.each_element((element) => element.removeAttribute(name)) }
	prop(name: string, value?: unknown): this | unknown {
		if (value === undefined) return (this[0] as unknown as Record<string, unknown> | undefined)?.[name]
		return this.each_element((element) => { (element as unknown as Record<string, unknown>)[name] = value })
	}
	data(name: string, value?: unknown): this | string | undefined {
		if (value === undefined) return (this[0] as HTMLElement | undefined)?.dataset[camel(name)]
		return this.each_element((element) => { element.dataset[camel(name)] = String(value) })
	}
	val(value?: unknown): this | string {
		if (value === undefined) return (this[0] as HTMLInputElement | undefined)?.value ?? ''
		return this.each_element((element) => { (element as HTMLInputElement).value = String(value) })
	}
	/** `$(x).on("click.mine", "selector", fn)`: names after a dot let off() find their listeners again. */
	on(events: string, selectorOrFn: string | Listener, fn?: Listener): this {
		const isDelegated = typeof selectorOrFn === 'string'
		const work = isDelegated ? fn : selectorOrFn
		if (!work) return this
		return this.each_element((element) => words(events).forEach((name) => {
			const heard = (event: Event) => {
				const target = isDelegated ? (event.target as Element).closest(selectorOrFn) : element
				if (target) work.call(target, event)
			}
			const [type = '', space = ''] = name.split('.')
			element.addEventListener(type, heard)
			bound.set(element, [...(bound.get(element) ?? []), { type, space, selector: isDelegated ? selectorOrFn : '', fn: work, heard }])
		}))
	}
	/** Takes away what on() added: everything, one event, one ".name", one selector or one function. */
	off(events = '', selectorOrFn?: string | Listener, fn?: Listener): this {
		const selector = typeof selectorOrFn === 'string' ? selectorOrFn : undefined
		const work = typeof selectorOrFn === 'function' ? selectorOrFn : fn
		const asked = words(events).map((name) => name.split('.'))
		const goes = (entry: Bound) =>
			(!asked.length || asked.some(([type, space]) => (!type || type === entry.type) && (!space || space === entry.space))) &&
			(selector === undefined || selector === entry.selector) && (!work || work === entry.fn)
		return this.each_element((element) => {
			const entries = bound.get(element) ?? []
			for (const entry of entries.filter(goes)) element.removeEventListener(entry.type, entry.heard)
			bound.set(element, entries.filter((entry) => !goes(entry)))
		})
	}
	click(fn?: Listener): this { return fn ? this.on('click', fn) : this.each_element((element) => element.click()) }
	change(fn: Listener): this { return this.on('change', fn) }
	focus(): this {
		this.first().each_element((element) => element.focus())
		return this
	}
	trigger(event: string): this { return this.each_element((element) => element.dispatchEvent(new Event(event, { bubbles: true }))) }
	ready(fn: () => void): this {
		fn()
		return this
	}
}

const words = (text: string) => text.split(/\s+/).filter(Boolean)
const camel = (name: string) => name.replace(/-(\w)/g, (_whole, char: string) => char.toUpperCase())

function nodesOf(content: unknown): (Node | string)[] {
	if (content instanceof MiniQuery) return content.toArray()
	if (content instanceof Node) return [content]
	return MiniQuery.from(String(content).trim().startsWith('<') ? String(content) : `<span>${String(content)}</span>`).toArray()
}
