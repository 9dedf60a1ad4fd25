/** Turns Frappe's chart data ({labels, datasets}) into ECharts options. Pure. */
import type { ChartData } from '@/api/desktop'

const PALETTE = ['#0b5d5b', '#c58a2b', '#4577b8', '#a34a4a', '#6f8f3f', '#7a5c9e', '#4b9c9a', '#8a6d3b']

export function chartOptions(data: ChartData, type: string, stacked = false): Record<string, unknown> {
	const base = { color: PALETTE, textStyle: { fontFamily: 'Inter Variable, system-ui, sans-serif' }, animationDuration: 300 }
	if (['pie', 'donut', 'percentage'].includes(type)) return { ...base, ...round(data, type) }
	const isManyLabels = data.labels.length > 8
	return {
		...base,
		tooltip: { trigger: 'axis' },
		legend: data.datasets.length > 1 ? { bottom: 0 } : undefined,
		grid: { left: 8, right: 16, top: 16, bottom: data.datasets.length > 1 ? 36 : 8, containLabel: true },
		xAxis: { type: 'category', data: data.labels, axisLabel: { interval: isManyLabels ? 'auto' : 0, width: 110, overflow: 'truncate' }, axisTick: { show: false } },
		yAxis: { type: 'value', minInterval: 1, splitLine: { lineStyle: { color: '#e3e8e2' } } },
		series: data.datasets.map((set) => ({
			name: set.name ?? '', type: (set.chartType ?? type) === 'line' ? 'line' : 'bar', data: set.values, smooth: false, barMaxWidth: 34, stack: stacked ? 'all' : undefined,
			itemStyle: { borderRadius: stacked ? 0 : [3, 3, 0, 0] },
		})),
	}
}

function round(data: ChartData, type: string): Record<string, unknown> {
	const values = data.datasets[0]?.values ?? []
	return {
		tooltip: { trigger: 'item' },
		series: [{ type: 'pie', radius: type === 'pie' ? '62%' : ['38%', '62%'], center: ['50%', '50%'], data: data.labels.map((name, i) => ({ name, value: values[i] ?? 0 })), label: { formatter: '{b}: {c}', width: 110, overflow: 'break' } }],
	}
}

/** One sentence for people who cannot see the chart. */
export function chartText(data: ChartData): string {
	return data.datasets.map((set) => `${set.name ?? ''}: ${data.labels.map((label, i) => `${label} ${set.values[i] ?? 0}`).join(', ')}`).join('; ')
}
