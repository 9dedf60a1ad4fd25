/** One edit twin and one read twin for every fieldtype; strangers get a named fallback. */
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { cellFor, cellTypes } from '@/cells/registry'
import FieldControl from '@/controls/FieldControl.vue'
import { controlFor, controlTypes } from '@/controls/registry'
import type { FormHost } from '@/form/host'
import { ALL_FIELDTYPES } from '@/meta/fieldtypes'
import type { DocField } from '@/meta/types'

function host(values: Record<string, unknown>, errors: Record<string, string> = {}): FormHost {
	const doc = { doctype: 'T', name: 'T-1', ...values }
	return { prefix: 'test', doc, errors, setValue: (fieldname, value) => { doc[fieldname as 'name'] = value as string }, linkQuery: () => undefined, trigger: () => undefined }
}
const draw = (df: DocField, values = {}, errors = {}, readonly = false) => mount(FieldControl, { props: { view: { df, visible: true, readonly, required: Boolean(df.reqd) }, host: host(values, errors) }, global: { stubs: { RouterLink: true } } })

describe('the registries', () => {
	it('hold exactly the fieldtypes of the server', () => {
		expect(controlTypes()).toEqual([...ALL_FIELDTYPES].sort())
		expect(cellTypes()).toEqual([...ALL_FIELDTYPES].sort())
	})

	it('name an unknown fieldtype instead of leaving a hole', () => {
		expect(draw({ fieldname: 'x', fieldtype: 'Hologram', label: 'X' }).get('[data-fallback]').text()).toContain('Hologram')
		expect(cellFor('Hologram').fieldtype).toBe('Hologram')
		expect(controlFor('Hologram').ownLabel).toBeUndefined()
	})
})

describe('FieldControl', () => {
	it('ties label, error and description to the input', () => {
		const wrapper = draw({ fieldname: 'title', fieldtype: 'Data', label: 'Title', reqd: 1, description: 'Short.' }, {}, { title: 'Too long' })
		const input = wrapper.get('input')

		expect(wrapper.get('label').attributes('for')).toBe(input.attributes('id'))
		expect([input.attributes('aria-invalid'), input.attributes('aria-required'), input.attributes('aria-describedby')]).toEqual(['true', 'true', 'test-title-note'])
		expect(wrapper.get('#test-title-note').text()).toContain('Too long')
	})

	it('writes on change, not while an input method composes', async () => {
		const wrapper = draw({ fieldname: 'title', fieldtype: 'Data', label: 'Title' }, { title: 'a' })
		const input = wrapper.get('input')
		input.element.value = 'ab'
		await input.trigger('input')
		expect(wrapper.props('host').doc.title).toBe('a')
		await input.trigger('change')

		expect(wrapper.props('host').doc.title).toBe('ab')
	})

	it.each(ALL_FIELDTYPES.filter((fieldtype) => !['Text Editor', 'Table', 'Table MultiSelect'].includes(fieldtype)))('draws %s empty, filled and read-only without failing', (fieldtype) => {
		for (const readonly of [false, true])
			for (const value of [null, '1']) {
				const wrapper = draw({ fieldname: 'f', fieldtype, label: 'F', options: ['Link', 'Dynamic Link'].includes(fieldtype) ? 'User' : '' }, { f: value }, {}, readonly)
				expect(wrapper.find('.bg-danger-tint').exists()).toBe(false)
			}
	})
})
