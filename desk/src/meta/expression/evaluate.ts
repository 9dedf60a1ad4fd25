/**
 * Decides what a parsed expression is worth, given named values.
 * Only plain data can be read and only listed methods called, so metadata can never reach the page.
 */
import { parse, type Node } from './parse'
import { ExpressionError } from './tokens'

export type Scope = Readonly<Record<string, unknown>>
type Callable = (...args: unknown[]) => unknown

const HIDDEN = new Set(['constructor', 'prototype', '__proto__', '__defineGetter__', '__lookupGetter__'])
const METHODS = new Set([
	'includes', 'indexOf', 'startsWith', 'endsWith', 'toLowerCase', 'toUpperCase', 'trim', 'split', 'join',
	'slice', 'substring', 'some', 'every', 'filter', 'map', 'find', 'concat', 'toString', 'has_role', 'get_today',
	'get_day_diff', 'get_diff', 'add_days', 'now_datetime', 'match', 'replace', 'charAt',
])
const cache = new Map<string, Node>()

/** Value of `source`; throws ExpressionError for bad syntax, an unknown name or a call outside the list. */
export function evaluate(source: string, scope: Scope): unknown {
	let node = cache.get(source)
	if (!node) cache.set(source, (node = parse(source)))
	return run(node, scope)
}

function run(node: Node, scope: Scope): unknown {
	switch (node.type) {
		case 'literal': return node.value
		case 'name': return lookup(node.name, scope)
		case 'array': return node.items.map((item) => run(item, scope))
		case 'member': return member(run(node.object, scope), run(node.property, scope))
		case 'call': return call(node, scope)
		case 'unary': return unary(node.op, node.operand, scope)
		case 'binary': return binary(node, scope)
		case 'ternary': return run(node.test, scope) ? run(node.yes, scope) : run(node.no, scope)
		case 'arrow': return arrow(node.params, node.body, scope)
	}
}

function lookup(name: string, scope: Scope): unknown {
	if (Object.hasOwn(scope, name)) return scope[name]
	throw new ExpressionError(`Unknown name "${name}"`)
}

function member(object: unknown, property: unknown): unknown {
	const key = String(property)
	if (HIDDEN.has(key)) throw new ExpressionError(`"${key}" may not be read`)
	// Stock scripts write doc.table.length before the table exists; an absent value is empty here.
	if (object === null || object === undefined) return undefined
	if (typeof object === 'string') return key === 'length' ? object.length : object[Number(key)]
	if (typeof object !== 'object') return undefined
	return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined
}

function call(node: Extract<Node, { type: 'call' }>, scope: Scope): unknown {
	const args = () => node.args.map((arg) => run(arg, scope))
	if (node.callee.type !== 'member') {
		const callee = run(node.callee, scope)
		if (typeof callee !== 'function') throw new ExpressionError('Not a function')
		return (callee as Callable)(...args())
	}
	const object = run(node.callee.object, scope)
	const method = String(run(node.callee.property, scope))
	if (object === null || object === undefined) return undefined
	if (!METHODS.has(method)) throw new ExpressionError(`"${method}" may not be called`)
	const target = (Object(object) as Record<string, unknown>)[method]
	if (typeof target !== 'function') throw new ExpressionError(`"${method}" is not a function`)
	return (target as Callable).apply(object, args())
}

function arrow(params: string[], body: Node, scope: Scope): Callable {
	return (...values) => run(body, { ...scope, ...Object.fromEntries(params.map((p, i) => [p, values[i]])) })
}

function unary(op: string, operand: Node, scope: Scope): unknown {
	if (op === 'typeof' && operand.type === 'name' && !Object.hasOwn(scope, operand.name)) return 'undefined'
	const value = run(operand, scope)
	if (op === '!') return !value
	if (op === 'typeof') return typeof value
	return op === '-' ? -Number(value) : Number(value)
}

function binary(node: Extract<Node, { type: 'binary' }>, scope: Scope): unknown {
	const left = run(node.left, scope)
	if (node.op === '&&') return left && run(node.right, scope)
	if (node.op === '||') return left || run(node.right, scope)
	if (node.op === '??') return left ?? run(node.right, scope)
	return operate(node.op, left, run(node.right, scope))
}

function operate(op: string, left: unknown, right: unknown): unknown {
	const [a, b] = [left as number, right as number]
	switch (op) {
		// Expressions are written for JavaScript's loose equality: doc.qty == "5".
		case '==': return left == right
		case '!=': return left != right
		case '===': return left === right
		case '!==': return left !== right
		case '<': return a < b
		case '>': return a > b
		case '<=': return a <= b
		case '>=': return a >= b
		case '+': return typeof left === 'string' || typeof right === 'string' ? `${left}${right}` : a + b
		case '-': return a - b
		case '*': return a * b
		case '/': return a / b
		case '%': return a % b
		case 'in': return typeof right === 'object' && right !== null && Object.hasOwn(right, String(left))
		default: throw new ExpressionError(`Unknown operator "${op}"`)
	}
}
