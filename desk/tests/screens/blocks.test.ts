/** What a workspace says about its own headings. */
import { describe, expect, it } from 'vitest'
import type { WorkspacePage } from '@/api/desktop'
import { startsWithHeading } from '@/screens/home/blocks'

const page = (content?: string) => ({ name: 'Home', title: 'Home', content }) as WorkspacePage

describe('startsWithHeading', () => {
	it('sees a heading only as the first block', () => {
		expect(startsWithHeading(page('[{"type":"header","data":{"text":"Today"}},{"type":"shortcut"}]'))).toBe(true)
		expect(startsWithHeading(page('[{"type":"shortcut"},{"type":"header"}]'))).toBe(false)
	})

	it('takes an unreadable or missing layout for one without a heading', () => {
		expect(startsWithHeading(page('{'))).toBe(false)
		expect(startsWithHeading(page())).toBe(false)
	})
})
