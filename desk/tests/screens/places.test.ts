/** The page of administration: every text is Vietnamese too, and nobody is led to what is closed. */
import { describe, expect, it } from 'vitest'
import { vi } from '@/i18n/vi'
import { AREAS, openAreas } from '@/screens/setup/places'

describe('the page of administration', () => {
	it('has every text in Vietnamese', () => {
		const texts = AREAS.flatMap((area) => [area.title, ...area.places.flatMap((place) => [place.text, place.hint])])

		expect(texts.filter((text) => !(text in vi))).toEqual([])
	})
	it('leads nowhere twice', () => {
		const paths = AREAS.flatMap((area) => area.places.map((place) => place.path))

		expect(new Set(paths).size).toBe(paths.length)
	})
	it('leaves out what the person may not read, and empty areas', () => {
		const areas = openAreas((doctype) => doctype === 'Workflow', false)

		expect(areas.map((area) => area.places.map((place) => place.path))).toEqual([['/app/workflow']])
	})
	it('keeps pages about rights for those who keep the system', () => {
		const places = (keeps: boolean) => openAreas((doctype) => doctype === 'User', keeps).flatMap((area) => area.places.map((place) => place.path))

		expect(places(false)).toEqual(['/app/user'])
		expect(places(true)).toEqual(['/app/user', '/app/look-as'])
	})
})
