/** Decides how numbers are read from and written for people: "1.234.567,89" by the site's number format. */
export interface NumberFormat { decimal: string; group: string }

const KNOWN: Record<string, NumberFormat> = {
	'#,###.##': { decimal: '.', group: ',' },
	'#.###,##': { decimal: ',', group: '.' },
	'# ###.##': { decimal: '.', group: ' ' },
	'# ###,##': { decimal: ',', group: ' ' },
	"#'###.##": { decimal: '.', group: "'" },
	'#, ###.##': { decimal: '.', group: ', ' },
	'#,##,###.##': { decimal: '.', group: ',' },
	'#,###': { decimal: '.', group: ',' },
	'#.###': { decimal: ',', group: '.' },
}

export function numberFormat(name: string | null | undefined): NumberFormat {
	return KNOWN[name ?? ''] ?? { decimal: ',', group: '.' }
}

export function cstr(value: unknown): string {
	return value === null || value === undefined ? '' : String(value)
}

/** Whole number of anything; 0 when there is none. */
export function cint(value: unknown, fallback = 0): number {
	if (value === true) return 1
	const number = typeof value === 'string' ? Number.parseInt(value.replaceAll(',', ''), 10) : Number(value)
	return Number.isFinite(number) ? Math.trunc(number) : fallback
}

/** Number of anything, rounded half away from zero to `precision` digits when given. */
export function flt(value: unknown, precision?: number): number {
	const number = typeof value === 'string' ? Number.parseFloat(value.replaceAll(',', '')) : Number(value)
	if (!Number.isFinite(number)) return 0
	return precision === undefined ? number : roundTo(number, precision)
}

export function roundTo(number: number, precision: number): number {
	const shifted = Math.round(Math.abs(number) * 10 ** precision * (1 + Number.EPSILON))
	return (Math.sign(number) * shifted) / 10 ** precision
}

export function formatNumber(value: unknown, format: NumberFormat, precision: number, trim = false): string {
	const number = flt(value)
	let [whole, part = ''] = Math.abs(roundTo(number, precision)).toFixed(precision).split('.') as [string, string?]
	if (trim) part = part.replace(/0+$/, '')
	whole = whole.replace(/\B(?=(\d{3})+(?!\d))/g, format.group)
	const sign = roundTo(number, precision) < 0 ? '-' : ''
	return sign + (part ? whole + format.decimal + part : whole)
}

/** What a person typed, as a number; null for empty, NaN for text that is no number. */
export function parseNumber(text: string, format: NumberFormat): number | null {
	const compact = text.trim().replaceAll(' ', '').replaceAll('\u00a0', '')
	if (!compact) return null
	const plain = compact.replaceAll(format.group.trim() || '\u0000', '').replace(format.decimal, '.')
	return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : Number.NaN
}
