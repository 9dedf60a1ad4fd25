/** Decides how a `depends_on` text falls into tokens. Pure; refuses what an expression cannot hold. */
export type TokenKind = 'number' | 'string' | 'name' | 'op' | 'end'

export interface Token { kind: TokenKind; text: string; at: number }

export class ExpressionError extends Error {
	override readonly name = 'ExpressionError'
}

const OPERATORS = [
	'===', '!==', '...', '=>', '==', '!=', '<=', '>=', '&&', '||', '??', '?.',
	'!', '<', '>', '+', '-', '*', '/', '%', '(', ')', '[', ']', '{', '}', ',', '.', '?', ':', ';',
]
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r' }

export function tokenize(source: string): Token[] {
	const tokens: Token[] = []
	let at = 0
	while (at < source.length) {
		const rest = source.slice(at)
		const space = /^\s+/.exec(rest)
		if (space) {
			at += space[0].length
			continue
		}
		const token = readToken(rest, at)
		tokens.push(token.token)
		at += token.length
	}
	tokens.push({ kind: 'end', text: '', at })
	return tokens
}

function readToken(rest: string, at: number): { token: Token; length: number } {
	const number = /^(\d+\.?\d*|\.\d+)/.exec(rest)
	if (number) return { token: { kind: 'number', text: number[0], at }, length: number[0].length }
	const name = /^[\p{L}_$][\p{L}\p{N}_$]*/u.exec(rest)
	if (name) return { token: { kind: 'name', text: name[0], at }, length: name[0].length }
	if (rest[0] === '"' || rest[0] === "'" || rest[0] === '`') return readString(rest, at)
	const operator = OPERATORS.find((candidate) => rest.startsWith(candidate))
	if (!operator) throw new ExpressionError(`Unexpected "${rest[0]}" at ${at}`)
	return { token: { kind: 'op', text: operator, at }, length: operator.length }
}

function readString(rest: string, at: number): { token: Token; length: number } {
	const quote = rest[0]
	let text = ''
	for (let i = 1; i < rest.length; i++) {
		const char = rest[i] as string
		if (char === quote) return { token: { kind: 'string', text, at }, length: i + 1 }
		if (char === '\\') {
			i += 1
			const escaped = rest[i] ?? ''
			text += ESCAPES[escaped] ?? escaped
		} else if (quote === '`' && rest.startsWith('${', i)) {
			throw new ExpressionError('Template placeholders are not supported')
		} else text += char
	}
	throw new ExpressionError(`String at ${at} does not end`)
}
