/** The charts that a grouped report can have; the server makes their data. */
export const CHART_TYPES = [
	{ value: '', label: 'No chart' },
	{ value: 'bar', label: 'Columns' },
	{ value: 'line', label: 'Line' },
	{ value: 'pie', label: 'Pie' },
	{ value: 'donut', label: 'Ring' },
] as const
