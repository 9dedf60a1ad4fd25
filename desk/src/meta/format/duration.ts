/** Decides how seconds become "1 ngày 2 giờ" and back; hide_days folds days into hours, as on stock. */
export interface DurationParts { days: number; hours: number; minutes: number; seconds: number }

export function splitDuration(total: number, hideDays = false): DurationParts {
	const whole = Math.max(0, Math.trunc(total))
	const days = hideDays ? 0 : Math.floor(whole / 86400)
	const rest = whole - days * 86400
	return { days, hours: Math.floor(rest / 3600), minutes: Math.floor((rest % 3600) / 60), seconds: rest % 60 }
}

export function joinDuration(parts: DurationParts): number {
	return parts.days * 86400 + parts.hours * 3600 + parts.minutes * 60 + parts.seconds
}

export function formatDuration(total: number, hideDays: boolean, hideSeconds: boolean, units: string[]): string {
	const { days, hours, minutes, seconds } = splitDuration(total, hideDays)
	const values = [days, hours, minutes, hideSeconds ? 0 : seconds]
	return values.map((value, i) => (value ? `${value} ${units[i] ?? ''}`.trim() : '')).filter(Boolean).join(' ')
}
