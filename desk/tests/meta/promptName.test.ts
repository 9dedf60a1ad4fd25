/** New records that are named by hand ask for their name; all others do not. */
import { describe, expect, it } from 'vitest'
import { askedFields } from '@/meta/promptName'
import type { MetaDoc } from '@/meta/types'

const fields = [{ fieldname: 's', fieldtype: 'Section Break' }, { fieldname: 'title', fieldtype: 'Data' }]
const meta = (autoname: string) => ({ doctype: 'DocType', name: 'T', fields, permissions: [], autoname }) as unknown as MetaDoc
const names = (autoname: string, doc: Record<string, unknown>) => askedFields(meta(autoname), { doctype: 'T', name: 'new-t-1', ...doc }, 'Name').map((df) => df.fieldname)

describe('the name of a new record', () => {
	it.each(['Prompt', 'prompt'])('is asked first inside the first section (%s)', (autoname) => {
		expect(names(autoname, { __islocal: 1 })).toEqual(['s', '__newname', 'title'])
	})

	it('is not asked for records that exist or are named otherwise', () => {
		expect(names('Prompt', { name: 'A' })).toEqual(['s', 'title'])
		expect(names('hash', { __islocal: 1 })).toEqual(['s', 'title'])
	})
})
