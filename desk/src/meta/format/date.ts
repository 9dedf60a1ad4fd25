/** Decides how dates and times are shown and read. People see dd/mm/yyyy; the server has yyyy-mm-dd. */
export interface DateParts { year: number; month: number; day: number }

const ISO = /^(\d{4})-(\d{2})-(\d{2})/

export function isoToParts(iso: unknown): DateParts | null {
	const match = ISO.exec(String(iso ?? ''))
	return match ? { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) } : null
}

const two = (number: number) => String(number).padStart(2, '0')

export function partsToIso({ year, month, day }: DateParts): string {
	return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

export function isRealDate({ year, month, day }: DateParts): boolean {
	const date = new Date(Date.UTC(year, month - 1, day))
	return year >= 1000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** `format` as in System Settings: dd/mm/yyyy, dd-mm-yyyy, mm/dd/yyyy, yyyy-mm-dd, dd.mm.yyyy. */
export function formatDate(iso: unknown, format = 'dd/mm/yyyy'): string {
	const parts = isoToParts(iso)
	if (!parts) return ''
	return format.replace('yyyy', String(parts.year)).replace('mm', two(parts.month)).replace('dd', two(parts.day))
}

export function formatTime(value: unknown, seconds = false): string {
	const match = /(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(String(value ?? '').split(' ').pop() ?? '')
	if (!match) return ''
	const short = `${two(Number(match[1]))}:${match[2]}`
	return seconds ? `${short}:${match[3] ?? '00'}` : short
}

/** Reads 8:30, 8h30, 0830, 8 as HH:MM:SS; null when it is no time. */
export function parseTime(text: string): string | null {
	const match = /^(\d{1,2})(?:\s*[:hg.]\s*(\d{1,2})?|(\d{2}))?\s*(?::(\d{2}))?$/i.exec(text.trim())
	if (!match) return null
	const [hour, minute, second] = [Number(match[1]), Number(match[2] ?? match[3] ?? 0), Number(match[4] ?? 0)]
	return hour < 24 && minute < 60 && second < 60 ? `${two(hour)}:${two(minute)}:${two(second)}` : null
}

export function formatDatetime(value: unknown, format = 'dd/mm/yyyy'): string {
	const date = formatDate(value, format)
	return date && `${date} ${formatTime(value)}`.trim()
}

/** Reads what a person typed: 5/3/2026, 05.03.26, 050326, 5-3 (this year). Null when it is no date. */
export function parseDate(text: string, format = 'dd/mm/yyyy', today = new Date()): string | null {
	const iso = isoToParts(text.trim())
	if (iso) return isRealDate(iso) ? partsToIso(iso) : null
	let numbers = text.trim().split(/[^\d]+/).filter(Boolean)
	if (numbers.length === 1 && /^(\d{6}|\d{8})$/.test(numbers[0] ?? '')) {
		const digits = numbers[0] as string
		numbers = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)]
	}
	if (numbers.length < 2 || numbers.length > 3) return null
	const isMonthFirst = format.startsWith('mm')
	const [a, b, c] = numbers.map(Number) as [number, number, number | undefined]
	const year = c === undefined ? today.getFullYear() : c < 100 ? 2000 + c : c
	const parts = isMonthFirst ? { year, month: a, day: b } : { year, month: b, day: a }
	return isRealDate(parts) ? partsToIso(parts) : null
}

export function dateToIso(date: Date): string {
	return partsToIso({ year: date.getFullYear(), month: date.getMonth() + 1, day: date.getDate() })
}

export function dateToIsoDatetime(date: Date): string {
	return `${dateToIso(date)} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** Local time of "2026-11-22 03:20:13.12"; null when it cannot be read. */
export function isoToDate(value: unknown): Date | null {
	const parts = isoToParts(value)
	if (!parts) return null
	const [hour = 0, minute = 0, second = 0] = (formatTime(value, true) || '0:0:0').split(':').map(Number)
	return new Date(parts.year, parts.month - 1, parts.day, hour, minute, second)
}

export function addDays(iso: string, days: number): string {
	const date = isoToDate(iso) ?? new Date()
	date.setDate(date.getDate() + days)
	return dateToIso(date)
}

export function addMonths(iso: string, months: number): string {
	const date = isoToDate(iso) ?? new Date()
	const day = date.getDate()
	date.setDate(1)
	date.setMonth(date.getMonth() + months)
	const last = new Date(date.getFullYear(), date.getMonth() + 1, 0).getDate()
	date.setDate(Math.min(day, last))
	return dateToIso(date)
}

/** Whole days from `from` to `to`. */
export function daysBetween(from: unknown, to: unknown): number {
	const [a, b] = [isoToParts(from), isoToParts(to)]
	if (!a || !b) return 0
	const utc = (p: DateParts) => Date.UTC(p.year, p.month - 1, p.day)
	return Math.round((utc(b) - utc(a)) / 86_400_000)
}
