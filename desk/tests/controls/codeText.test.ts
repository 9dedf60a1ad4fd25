/** Keys in a field of code, and the line that a message means. */
import { describe, expect, it } from 'vitest'
import { indent, jsonProblem, lineIn, newLine, outdent, unitOf, type Edit } from '@/controls/code/codeText'

/** "a|b" is a text with the cursor, "a[b]c" one with a selection. */
function edit(text: string): Edit {
	const start = text.search(/[|[]/)
	const plain = text.replace(/[|[\]]/g, '')
	return { text: plain, start, end: text.includes('[') ? text.indexOf(']') - 1 : start }
}
function shown({ text, start, end }: Edit): string {
	return start === end ? `${text.slice(0, start)}|${text.slice(start)}` : `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`
}

describe('keys', () => {
	it.each([
		['a|b', 'a  |b'], ['x\n[ab\n\ncd]\ne', 'x\n  [ab\n\n  cd]\ne'], ['[ab\n]cd', '  [ab\n]cd'],
	])('Tab turns %j into %j', (before, after) => {
		expect(shown(indent(edit(before), '  '))).toBe(after)
	})

	it.each([
		['  a|b', 'a|b'], ['x\n  [ab\n cd]', 'x\n[ab\ncd]'], ['|ab', '|ab'], ['\ta|', 'a|'],
	])('Shift and Tab turn %j into %j', (before, after) => {
		expect(shown(outdent(edit(before), '  '))).toBe(after)
	})

	it.each([
		['  a|', '  a\n  |'], ['if x:|', 'if x:\n    |'], ['\tf(|', '\tf(\n\t    |'], ['a|b', 'a\n|b'],
	])('Enter turns %j into %j', (before, after) => {
		expect(shown(newLine(edit(before), '    '))).toBe(after)
	})

	it('indents Python by four spaces and JavaScript by a tab', () => {
		expect([unitOf('Python'), unitOf('JS'), unitOf(undefined)]).toEqual(['    ', '\t', '  '])
	})
})

describe('lines', () => {
	it.each([['Script, line 12: expected', 12], ['Kịch bản, dòng 3: lỗi', 3], ['online 4', 0], ['nothing', 0]])('%j names line %d', (sentence, line) => {
		expect(lineIn(sentence)).toBe(line)
	})

	it('finds the line of a mistake in JSON and passes templates over', () => {
		expect(jsonProblem('{\n "a": 1,\n}')).not.toBeNull()
		expect(jsonProblem('{"a": 1}')).toBeNull()
		expect(jsonProblem('{"a": {{ doc.a }} }')).toBeNull()
		expect(jsonProblem('')).toBeNull()
	})
})
