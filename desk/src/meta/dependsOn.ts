/** Decides whether a `depends_on`-like text holds for a document: bare fieldname, `eval:` or `fn:`. */
import { evaluate, type Scope } from './expression/evaluate'
import { cint, cstr, flt } from './format/number'
import type { Doc } from './types'

export interface DependsContext {
	doc: Doc
	parent?: Doc
	/** Names beside doc and parent: frappe.user, frappe.datetime … ; supplied by the scripting bridge. */
	globals?: Scope
	/** Runs the form trigger named by `fn:`. */
	trigger?: (name: string) => unknown
}

/** `fallback` answers when the text cannot be understood: a field must not vanish for a typing error. */
export function holds(text: string | null | undefined, context: DependsContext, fallback = true): boolean {
	const rule = (text ?? '').trim()
	if (!rule) return fallback
	if (rule.startsWith('fn:')) return Boolean(context.trigger?.(rule.slice(3).trim()))
	if (!rule.startsWith('eval:')) return isFilled(context.doc[rule])
	try {
		return Boolean(evaluate(rule.slice(5), scopeOf(context)))
	} catch {
		return fallback
	}
}

/** Value of an `eval:` text, or the text itself: link filters may hold either. */
export function resolveValue(value: unknown, context: DependsContext): unknown {
	if (typeof value !== 'string' || !value.startsWith('eval:')) return value
	try {
		return evaluate(value.slice(5), scopeOf(context))
	} catch {
		return undefined
	}
}

function scopeOf(context: DependsContext): Scope {
	return {
		in_list: (list: unknown, item: unknown) => Array.isArray(list) && list.includes(item),
		has_common: (a: unknown, b: unknown) => Array.isArray(a) && Array.isArray(b) && a.some((x) => b.includes(x)),
		cint, flt, cstr,
		Number, String, Boolean, parseInt, parseFloat,
		...context.globals,
		doc: context.doc,
		parent: context.parent ?? context.doc,
	}
}

function isFilled(value: unknown): boolean {
	return Array.isArray(value) ? value.length > 0 : Boolean(value)
}
