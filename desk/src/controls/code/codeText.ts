/** What the keys do in a field of code: indent, outdent, carry the indent to the next line; and which line a message means. */
export interface Edit { text: string; start: number; end: number }

const UNIT: Record<string, string> = { Python: '    ', JS: '\t', HTML: '\t', CSS: '\t' }
export const unitOf = (options: string | null | undefined) => UNIT[options ?? ''] ?? '  '

/** Bounds of the lines that a selection touches. */
function linesOf(edit: Edit): [number, number] {
	const first = edit.text.lastIndexOf('\n', edit.start - 1) + 1
	const last = edit.text.indexOf('\n', Math.max(edit.end - (edit.end > edit.start ? 1 : 0), first))
	return [first, last < 0 ? edit.text.length : last]
}

function replaceLines(edit: Edit, change: (line: string) => string): Edit {
	const [first, last] = linesOf(edit)
	const lines = edit.text.slice(first, last).split('\n')
	const changed = lines.map(change)
	const added = changed.join('\n').length - (last - first)
	const onFirst = (changed[0] as string).length - (lines[0] as string).length
	return {
		text: edit.text.slice(0, first) + changed.join('\n') + edit.text.slice(last),
		start: Math.max(first, edit.start + onFirst),
		end: Math.max(first, edit.end + added),
	}
}

export function indent(edit: Edit, unit: string): Edit {
	if (edit.start === edit.end) return insert(edit, unit)
	return replaceLines(edit, (line) => (line ? unit + line : line))
}

export function outdent(edit: Edit, unit: string): Edit {
	return replaceLines(edit, (line) => (line.startsWith(unit) ? line.slice(unit.length) : line.replace(/^\t| +/, '')))
}

export function insert(edit: Edit, piece: string): Edit {
	const at = edit.start + piece.length
	return { text: edit.text.slice(0, edit.start) + piece + edit.text.slice(edit.end), start: at, end: at }
}

/** The new line begins where the old one began, one step further in behind a colon or an opening bracket. */
export function newLine(edit: Edit, unit: string): Edit {
	const [first] = linesOf({ ...edit, end: edit.start })
	const before = edit.text.slice(first, edit.start)
	const space = /^[ \t]*/.exec(before)?.[0] ?? ''
	return insert(edit, `\n${space}${/[:{[(]\s*$/.test(before) ? unit : ''}`)
}

/** The number behind "line" or "dòng" in a sentence; 0 when it names none. */
export function lineIn(sentence: string): number {
	return Number(/(?:^|[\s,])(?:line|dòng)\s+(\d+)/i.exec(sentence)?.[1] ?? 0)
}

/** What is wrong with a text of JSON, and where. Templates cannot be judged before they are filled in. */
export function jsonProblem(text: string): { line: number; message: string } | null {
	if (!text.trim() || text.includes('{{') || text.includes('{%')) return null
	try {
		JSON.parse(text)
		return null
	} catch (error) {
		const { message } = error as Error
		const position = /position (\d+)/.exec(message)?.[1]
		return { line: position ? text.slice(0, Number(position)).split('\n').length : 0, message }
	}
}
