/** Dates, numbers and text as Vietnamese offices write them. */
import { describe, expect, it } from 'vitest'
import { addDays, addMonths, daysBetween, formatDate, formatDatetime, formatTime, parseDate, parseTime } from '@/meta/format/date'
import { formatDuration, joinDuration, splitDuration } from '@/meta/format/duration'
import { cint, flt, formatNumber, numberFormat, parseNumber } from '@/meta/format/number'
import { fold, initials, slug, stripHtml } from '@/meta/format/text'
import { fieldnameFor } from '@/screens/customize/names'

const VN = numberFormat('#.###,##')

describe('dates', () => {
	it.each([['5/3/2026', '2026-03-05'], ['05.03.26', '2026-03-05'], ['050326', '2026-03-05'], ['05032026', '2026-03-05'], ['5-3', '2026-03-05'], ['2026-03-05', '2026-03-05']])('reads %s', (typed, iso) => {
		expect(parseDate(typed, 'dd/mm/yyyy', new Date(2026, 0, 1))).toBe(iso)
	})

	it.each(['31/02/2026', 'ngày mai', '5', '1/2/3/4', '32/1/2026', '2026-13-01'])('refuses %s', (typed) => {
		expect(parseDate(typed)).toBeNull()
	})

	it('shows dd/mm/yyyy and short times', () => {
		expect(formatDate('2026-03-05 10:11:12.5')).toBe('05/03/2026')
		expect(formatDatetime('2026-03-05 9:08:07')).toBe('05/03/2026 09:08')
		expect(formatTime('9:08:07')).toBe('09:08')
		expect(formatDate(null)).toBe('')
	})

	it.each([['8:30', '08:30:00'], ['8h30', '08:30:00'], ['0830', '08:30:00'], ['8', '08:00:00'], ['14g05', '14:05:00']])('reads the time %s', (typed, time) => {
		expect(parseTime(typed)).toBe(time)
	})

	it.each(['25:00', '8:75', 'sáng', ''])('refuses the time %s', (typed) => {
		expect(parseTime(typed)).toBeNull()
	})

	it('counts over month ends', () => {
		expect(addDays('2026-02-28', 1)).toBe('2026-03-01')
		expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
		expect(daysBetween('2026-02-27', '2026-03-02')).toBe(3)
	})
})

describe('numbers', () => {
	it('writes groups with dots and decimals with a comma', () => {
		expect(formatNumber(1234567.891, VN, 2)).toBe('1.234.567,89')
		expect(formatNumber(-0.001, VN, 2)).toBe('0,00')
		expect(formatNumber(12.5, VN, 3, true)).toBe('12,5')
	})

	it('reads what it writes, and refuses letters', () => {
		expect(parseNumber('1.234.567,89', VN)).toBe(1234567.89)
		expect(parseNumber(' ', VN)).toBeNull()
		expect(parseNumber('12 con', VN)).toBeNaN()
	})

	it('casts like Frappe', () => {
		expect([cint('5.9'), cint(null), cint('abc'), flt('1,234.5'), flt(0.125, 2), flt(undefined)]).toEqual([5, 0, 0, 1234.5, 0.13, 0])
	})
})

describe('text', () => {
	it('folds accents and đ', () => {
		expect(fold('Đánh giá nội bộ')).toBe('danh gia noi bo')
	})

	it('takes the given name, which stands last', () => {
		expect(initials('Trần Thị Hạnh')).toBe('H')
	})

	it('makes slugs, plain text and field names', () => {
		expect(slug('ISO Audit Plan')).toBe('iso-audit-plan')
		expect(stripHtml('<p>a &amp; b</p><p>c</p>')).toBe('a & b\nc')
		expect(fieldnameFor('Số quyết định', ['custom_so_quyet_dinh'])).toBe('custom_so_quyet_dinh_2')
	})

	it('says durations', () => {
		expect(formatDuration(93784, false, false, ['ngày', 'giờ', 'phút', 'giây'])).toBe('1 ngày 2 giờ 3 phút 4 giây')
		expect(joinDuration(splitDuration(93784, true))).toBe(93784)
	})
})
