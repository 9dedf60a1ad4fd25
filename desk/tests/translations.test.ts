/** Every text of the desk itself exists in Vietnamese. */
import { describe, expect, it } from 'vitest'
import { vi } from '@/i18n/vi'

const sources = import.meta.glob<string>(['../src/**/*.{ts,vue}', '!../src/i18n/**'], { eager: true, query: '?raw', import: 'default' })

describe('the desk in Vietnamese', () => {
	it('has a translation for every t(…) of the code', () => {
		const texts = Object.values(sources).flatMap((source) => [...source.matchAll(/\bt\('((?:[^'\\]|\\.)*)'/g)].map((match) => (match[1] as string).replaceAll("\\'", "'")))

		expect(texts.length).toBeGreaterThan(250)
		expect([...new Set(texts)].filter((text) => !(text in vi))).toEqual([])
	})

	it('keeps every placeholder of the English text', () => {
		const holes = (text: string) => [...new Set(text.match(/\{\d\}/g) ?? [])].sort()

		expect(Object.entries(vi).filter(([english, vietnamese]) => holes(english).join() !== holes(vietnamese).join())).toEqual([])
	})
})
