/**
 * Decides the grammar of `depends_on` expressions: JavaScript's operators without assignment.
 * There is no eval anywhere in the desk; the strict CSP would refuse it.
 */
import { ExpressionError, tokenize, type Token } from './tokens'

export type Node =
	| { type: 'literal'; value: unknown }
	| { type: 'name'; name: string }
	| { type: 'array'; items: Node[] }
	| { type: 'member'; object: Node; property: Node; optional: boolean }
	| { type: 'call'; callee: Node; args: Node[]; optional: boolean }
	| { type: 'unary'; op: string; operand: Node }
	| { type: 'binary'; op: string; left: Node; right: Node }
	| { type: 'ternary'; test: Node; yes: Node; no: Node }
	| { type: 'arrow'; params: string[]; body: Node }

const LEVELS: string[][] = [
	['??', '||'], ['&&'], ['==', '!=', '===', '!=='], ['<', '>', '<=', '>=', 'in'], ['+', '-'], ['*', '/', '%'],
]
const CONSTANTS: Record<string, unknown> = { true: true, false: false, null: null, undefined: undefined }

export function parse(source: string): Node {
	const parser = new Parser(tokenize(source))
	return parser.whole()
}

class Parser {
	private at = 0
	constructor(private readonly tokens: Token[]) {}

	whole(): Node {
		const node = this.expression()
		while (this.take(';')) continue
		if (this.peek().kind !== 'end') throw this.unexpected()
		return node
	}

	private expression(): Node {
		const arrow = this.arrow()
		if (arrow) return arrow
		const test = this.binary(0)
		if (!this.take('?')) return test
		const yes = this.expression()
		this.expect(':')
		return { type: 'ternary', test, yes, no: this.expression() }
	}

	private arrow(): Node | null {
		const start = this.at
		const params = this.arrowParams()
		if (params && this.take('=>')) return { type: 'arrow', params, body: this.expression() }
		this.at = start
		return null
	}

	private arrowParams(): string[] | null {
		if (this.peek().kind === 'name') return [this.next().text]
		if (!this.take('(')) return null
		const names: string[] = []
		while (this.peek().kind === 'name') {
			names.push(this.next().text)
			if (!this.take(',')) break
		}
		return this.take(')') ? names : null
	}

	private binary(level: number): Node {
		const operators = LEVELS[level]
		if (!operators) return this.unary()
		let left = this.binary(level + 1)
		while (operators.includes(this.peek().text) && this.peek().kind !== 'string') {
			const op = this.next().text
			left = { type: 'binary', op, left, right: this.binary(level + 1) }
		}
		return left
	}

	private unary(): Node {
		const token = this.peek()
		const isPrefix = token.kind === 'op' && ['!', '-', '+'].includes(token.text)
		if (!isPrefix && !(token.kind === 'name' && token.text === 'typeof')) return this.postfix()
		this.next()
		return { type: 'unary', op: token.text, operand: this.unary() }
	}

	private postfix(): Node {
		let node = this.primary()
		for (;;) {
			const optional = this.take('?.')
			if (this.take('(')) node = { type: 'call', callee: node, args: this.list(')'), optional }
			else if (this.take('[')) {
				const property = this.expression()
				this.expect(']')
				node = { type: 'member', object: node, property, optional }
			} else if (optional || this.take('.')) {
				const name = this.next()
				if (name.kind !== 'name') throw this.unexpected()
				node = { type: 'member', object: node, property: { type: 'literal', value: name.text }, optional }
			} else return node
		}
	}

	private primary(): Node {
		const token = this.next()
		if (token.kind === 'number') return { type: 'literal', value: Number(token.text) }
		if (token.kind === 'string') return { type: 'literal', value: token.text }
		if (token.kind === 'name') {
			if (token.text in CONSTANTS) return { type: 'literal', value: CONSTANTS[token.text] }
			return { type: 'name', name: token.text }
		}
		if (token.text === '[') return { type: 'array', items: this.list(']') }
		if (token.text === '(') {
			const node = this.expression()
			this.expect(')')
			return node
		}
		throw new ExpressionError(`Unexpected "${token.text || 'end'}" at ${token.at}`)
	}

	private list(close: string): Node[] {
		const items: Node[] = []
		while (!this.take(close)) {
			items.push(this.expression())
			if (this.take(',')) continue
			this.expect(close)
			break
		}
		return items
	}

	private peek(): Token {
		return this.tokens[this.at] as Token
	}

	private next(): Token {
		const token = this.peek()
		if (token.kind !== 'end') this.at += 1
		return token
	}

	private take(text: string): boolean {
		const token = this.peek()
		if (token.kind !== 'op' || token.text !== text) return false
		this.at += 1
		return true
	}

	private expect(text: string): void {
		if (!this.take(text)) throw this.unexpected()
	}

	private unexpected(): ExpressionError {
		const token = this.peek()
		return new ExpressionError(`Unexpected "${token.text || 'end'}" at ${token.at}`)
	}
}
