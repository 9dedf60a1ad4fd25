import { describe, expect, it } from 'vitest'
import { timeline } from '@/form/timeline'
import { canRepeat, repetitionOf, repetitionPath } from '@/screens/form/later'
import { addressesOf, mailArguments } from '@/screens/form/mailing'
import type { Doc, MetaDoc } from '@/meta/types'

const meta = { doctype: 'DocType', name: 'Note', fields: [
	{ fieldname: 'email', fieldtype: 'Data', options: 'Email' }, { fieldname: 'holder', fieldtype: 'Link', options: 'User' },
	{ fieldname: 'second', fieldtype: 'Data', options: 'Email' }, { fieldname: 'title', fieldtype: 'Data' },
] } as unknown as MetaDoc
const doc = (values: object) => ({ doctype: 'Note', name: 'N1', ...values }) as unknown as Doc

describe('a mail from a form', () => {
	it('goes to the addresses that the record holds, each once, and to no person unasked', () => {
		expect(addressesOf(meta, doc({ email: 'a@x.vn', holder: 'b@x.vn', second: 'a@x.vn', title: 'c@x.vn' }))).toEqual(['a@x.vn'])
		expect(addressesOf(meta, doc({ holder: 'b@x.vn' }))).toEqual([])
	})
	it('names a print only when it is attached', () => {
		const sent = (values: object) => mailArguments('Note', 'N1', 'Standard', { recipients: 'a@x.vn', subject: 's', content: 'c', ...values })
		expect(sent({}).print_format).toBeUndefined()
		expect(sent({ attach_print: 1 }).print_format).toBe('Standard')
		expect(sent({ send_me_a_copy: 1 })).toMatchObject({ send_email: 1, send_me_a_copy: 1, doctype: 'Note', name: 'N1' })
	})
	it('stands in the history with who got it, and says when it failed', () => {
		const row = { name: 'C1', owner: 'a@x.vn', creation: '2026-01-02', subject: 'S', content: '<p>c</p>', recipients: 'b@x.vn', cc: 'c@x.vn', communication_type: 'Communication', delivery_status: 'Error' }
		const [mail] = timeline(meta, doc({ creation: '2026-01-01' }), { communications: [row, { ...row, name: 'C2', creation: '2026-01-01', communication_type: 'Automated Message', delivery_status: 'Sent' }] })
		expect(mail).toMatchObject({ kind: 'mail', user: 'a@x.vn', html: '<p>c</p>', mail: { to: 'b@x.vn, c@x.vn', subject: 'S', byRule: false, failed: true } })
	})
})

describe('a repetition', () => {
	it('is offered where the form allows it, and found again by the record', () => {
		expect([canRepeat({ meta }), canRepeat({ meta: { ...meta, allow_auto_repeat: 1 } })]).toEqual([false, true])
		expect(repetitionOf({ doc: doc({ auto_repeat: 'AUT-AR-00001' }) })).toBe('AUT-AR-00001')
		expect(repetitionOf({ doc: doc({}) })).toBe('')
		expect(repetitionPath('AUT-AR-00001')).toBe('/app/auto-repeat/AUT-AR-00001')
	})
})
