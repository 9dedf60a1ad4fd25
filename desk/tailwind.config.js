/** Decides which tokens Tailwind's utilities may use: only those of src/styles/tokens.css. */
const token = (name) => `rgb(var(--${name}) / <alpha-value>)`

export default {
	content: ['./src/**/*.{vue,ts}'],
	theme: {
		colors: {
			transparent: 'transparent',
			current: 'currentColor',
			white: '#ffffff',
			canvas: token('canvas'),
			surface: token('surface'),
			sunken: token('sunken'),
			line: token('line'),
			'line-strong': token('line-strong'),
			ink: token('ink'),
			'ink-soft': token('ink-soft'),
			'ink-faint': token('ink-faint'),
			brand: token('brand'),
			'brand-strong': token('brand-strong'),
			'brand-tint': token('brand-tint'),
			danger: token('danger'),
			'danger-tint': token('danger-tint'),
			warn: token('warn'),
			'warn-tint': token('warn-tint'),
			good: token('good'),
			'good-tint': token('good-tint'),
			info: token('info'),
			'info-tint': token('info-tint'),
		},
		fontFamily: {
			sans: ['"Inter Variable"', 'system-ui', 'Segoe UI', 'sans-serif'],
			mono: ['Consolas', 'DejaVu Sans Mono', 'ui-monospace', 'monospace'],
		},
		fontSize: {
			xs: ['0.75rem', '1.1rem'],
			sm: ['0.8125rem', '1.25rem'],
			base: ['0.9rem', '1.4rem'],
			lg: ['1.0625rem', '1.5rem'],
			xl: ['1.3rem', '1.75rem'],
			'2xl': ['1.625rem', '2.1rem'],
		},
		extend: { borderRadius: { DEFAULT: '6px', lg: '10px' }, screens: { xs: '480px' } },
	},
	plugins: [],
}
