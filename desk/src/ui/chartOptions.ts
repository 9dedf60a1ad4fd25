/** Turns Frappe's chart data ({labels, datasets}) into ECharts options. Pure. */
import type { ChartData } from '@/api/desktop'

const PALETTE = ['#0b5d5b', '#c58a2b', '#4577b8', '#a34a4a', '#6f8f3f', '#7a5c9e', '#4b9c9a', '#8a6d3b']

const FEW = 8
const LONG = 12
const ROW = 30

/** Many long labels are read better in rows than squeezed under an axis. */
function isLying(data: ChartData, type: string): boolean {
	if (data.labels.length <= FEW || type === 'line' || data.datasets.some((set) => set.chartType === 'line')) return false
	return data.labels.reduce((sum, label) => sum + label.length, 0) / data.labels.length > LONG
}

/** Pixels that the labels need. */
export function chartHeight(data: ChartData, type: string): number {
	const isRound = ['pie', 'donut', 'percentage'].includes(type)
	return !isRound && isLying(data, type) ? Math.max(256, data.labels.length * ROW + 60) : 272
}

/** `room`: pixels that the drawing is wide; few labels share them and break into lines. */
export function chartOptions(data: ChartData, type: string, stacked = false, room = 720): Record<string, unknown> {
	const base = { color: PALETTE, textStyle: { fontFamily: 'Inter Variable, system-ui, sans-serif' }, animationDuration: 300 }
	if (['pie', 'donut', 'percentage'].includes(type)) return { ...base, ...round(data, type) }
	const lying = isLying(data, type)
	const label = lying ? { width: 210, overflow: 'truncate' } : { interval: data.labels.length > FEW ? 'auto' : 0, width: data.labels.length > FEW ? 118 : Math.min(118, Math.floor((room - 60) / Math.max(data.labels.length, 1)) - 6), overflow: 'break', lineHeight: 15, hideOverlap: true }
	const names = { type: 'category', data: data.labels, inverse: lying, axisLabel: label, axisTick: { show: false } }
	const numbers = { type: 'value', minInterval: data.datasets.every((set) => set.values.every(Number.isInteger)) ? 1 : undefined, splitLine: { lineStyle: { color: '#e3e8e2' } } }
	return {
		...base,
		tooltip: { trigger: 'axis' },
		legend: data.datasets.length > 1 ? { bottom: 0, type: 'scroll' } : undefined,
		grid: { left: 8, right: 16, top: 16, bottom: data.datasets.length > 1 ? 36 : 8, containLabel: true },
		xAxis: lying ? numbers : names,
		yAxis: lying ? names : numbers,
		series: data.datasets.map((set) => ({
			name: set.name ?? '', type: (set.chartType ?? type) === 'line' ? 'line' : 'bar', data: set.values, smooth: false, barMaxWidth: lying ? 18 : 34, stack: stacked ? 'all' : undefined,
			itemStyle: { borderRadius: stacked ? 0 : lying ? [0, 3, 3, 0] : [3, 3, 0, 0] },
		})),
	}
}

/** Shares: the figures on the slices, the names below, where they do not run into each other. */
function round(data: ChartData, type: string): Record<string, unknown> {
	const values = data.datasets[0]?.values ?? []
	return {
		tooltip: { trigger: 'item', formatter: '{b}: {c} ({d}%)' },
		legend: { bottom: 0, type: 'scroll' },
		series: [{ type: 'pie', radius: type === 'pie' ? '68%' : ['40%', '68%'], center: ['50%', '44%'], data: data.labels.map((name, i) => ({ name, value: values[i] ?? 0 })), label: { formatter: '{c}', overflow: 'none' }, labelLine: { length: 8, length2: 6 } }],
	}
}

/** One sentence for people who cannot see the chart. */
export function chartText(data: ChartData): string {
	return data.datasets.map((set) => `${set.name ?? ''}: ${data.labels.map((label, i) => `${label} ${set.values[i] ?? 0}`).join(', ')}`).join('; ')
}
