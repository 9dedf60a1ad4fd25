/** Addresses of prints, and the format that one begins with. */
import { describe, expect, it } from 'vitest'
import type { DocField, MetaDoc } from '@/meta/types'
import { firstLanguage, languageChoices, NO_HEAD, pageAddress, severalAddress } from '@/screens/print/printAddress'
import { starterFormat } from '@/screens/print/starter'

const field = (fieldname: string, fieldtype: string, more: Partial<DocField> = {}): DocField => ({ fieldname, fieldtype, label: fieldname.toUpperCase(), ...more })
const meta = (name: string, fields: DocField[]): MetaDoc => ({ name, fields }) as unknown as MetaDoc

describe('the address of a print', () => {
	const choice = { format: 'Phiếu', letterhead: '', language: 'vi' }
	it('leaves out what was not chosen', () => {
		expect(pageAddress('To Do', 'a/b', choice)).toBe('/printview?doctype=To+Do&name=a%2Fb&format=Phi%E1%BA%BFu&_lang=vi')
	})
	it('says so when there is to be no letter head', () => {
		expect(pageAddress('X', 'y', { ...choice, letterhead: NO_HEAD })).toContain('no_letterhead=1')
	})
	it('names several records as a list', () => {
		expect(severalAddress('X', ['a', 'b'], choice)).toContain(`name=${encodeURIComponent('["a","b"]')}`)
	})
})

describe('the language of a print', () => {
	const formats = [{ name: 'Letter', default_print_language: 'en' }, { name: 'Plain' }]
	it('is the record\'s own, then the format\'s, then the reader\'s', () => {
		expect(firstLanguage(formats, 'Letter', 'fr', 'vi')).toBe('fr')
		expect(firstLanguage(formats, 'Letter', '', 'vi')).toBe('en')
		expect(firstLanguage(formats, 'Plain', null, 'vi')).toBe('vi')
		expect(firstLanguage(formats, 'Standard', undefined, 'vi')).toBe('vi')
	})
	it('can be chosen even where the desk itself does not speak it', () => {
		expect(languageChoices('vi')).toEqual([['vi', 'Tiếng Việt'], ['en', 'English']])
		expect(languageChoices('fr').map(([code]) => code)).toEqual(['vi', 'en', 'fr'])
	})
	it('of several records is left to the server, which knows each of them', () => {
		expect(severalAddress('X', ['a'], { format: 'Letter', letterhead: '', language: '' })).not.toContain('_lang')
	})
})

describe('the format to begin with', () => {
	const child = meta('Row', [field('item', 'Data'), field('secret', 'Password')])
	const html = starterFormat(meta('Form', [field('part', 'Section Break'), field('title', 'Data', { label: 'A < B' }), field('hidden', 'Data', { hidden: 1 }), field('rows', 'Table', { options: 'Row' }), field('ok', 'Check')]), () => child, (text) => text)

	it('has a line for each printable field, escaped', () => {
		expect(html).toContain('<b>A &lt; B</b>')
		expect(html).toContain('{{ doc.get_formatted("title") or "" }}')
		expect(html).toContain('{{ "x" if doc.ok else "" }}')
	})
	it('has a table for each child table, without secrets', () => {
		expect(html).toContain('{% for row in doc.rows %}')
		expect(html).toContain('<th>ITEM</th>')
		expect(html).not.toContain('secret')
	})
	it('leaves out what is hidden, and places the letter head as stock does', () => {
		expect(html).not.toContain('hidden')
		expect(html.startsWith('{%- from "templates/print_formats/standard_macros.html" import add_header -%}')).toBe(true)
	})
})
