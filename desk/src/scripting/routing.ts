/** Decides which address a Frappe route means: set_route("Form", dt, name), ("List", dt, "Report"), a path, a list. */
import type { Router } from 'vue-router'
import { slug } from '@/meta/format/text'
import { isSingle } from '@/stores/boot'

let router: Router | null = null
export const routeState = { previous: [] as string[], options: null as Record<string, unknown> | null }

export function useRouterForScripts(instance: Router): void {
	router = instance
	router.afterEach((_to, from) => { routeState.previous = partsOf(from.path) })
}

const VIEWS: Record<string, string> = { Report: 'report', Tree: 'tree', Kanban: 'kanban', Calendar: 'calendar', Dashboard: 'dashboard', Gantt: 'gantt', Image: 'image' }

export function pathOf(parts: readonly unknown[]): string {
	const [first, second, third, ...rest] = parts.map((part) => String(part ?? ''))
	if (parts.length === 1 && first?.startsWith('/')) return first
	if (first === 'Form' && second) return third && !isSingle(second) ? `/app/${slug(second)}/${encodeName(third)}` : `/app/${slug(second)}`
	if (first === 'List' && second) return third && VIEWS[third] ? `/app/${slug(second)}/view/${VIEWS[third]}${rest.length ? `/${rest.map(encodeURIComponent).join('/')}` : ''}` : `/app/${slug(second)}`
	if (first === 'Tree' && second) return `/app/${slug(second)}/view/tree`
	if (first === 'Workspaces' && second) return `/app/${slug(second)}`
	const path = parts.map((part) => String(part)).join('/').replace(/^\/?(app\/)?/, '')
	return `/app/${path.split('/').map((part, i) => (i === 0 ? slug(part) : encodeURIComponent(decodeURIComponent(part)))).join('/')}`
}

/** A name may carry a query of ours (new?copy=…), which must stay readable. */
function encodeName(name: string): string {
	const [plain = '', query] = name.startsWith('new?') ? name.split('?') : [name]
	return encodeURIComponent(plain) + (query ? `?${query}` : '')
}

export function setRoute(...args: unknown[]): Promise<unknown> {
	const parts = args.flat()
	const last = parts[parts.length - 1]
	const options = typeof last === 'object' && last !== null ? (parts.pop() as Record<string, unknown>) : routeState.options
	routeState.options = null
	const query = Object.fromEntries(Object.entries(options ?? {}).map(([key, value]) => [key, Array.isArray(value) ? JSON.stringify(value) : String(value)]))
	const path = pathOf(parts)
	return Promise.resolve(router?.push(path.includes('?') ? path : { path, query }))
}

export function partsOf(path: string): string[] {
	return path.replace(/^\/app\/?/, '').split('/').filter(Boolean).map(decodeURIComponent)
}

/** frappe.get_route(): ["Form", doctype, name], ["List", doctype, "List"], else the bare parts. */
export function currentRoute(doctypeOf: (slugText: string) => string | undefined): string[] {
	const parts = partsOf(router?.currentRoute.value.path ?? '')
	const doctype = parts[0] && doctypeOf(parts[0])
	if (!doctype) return parts
	if (parts.length === 1) return isSingle(doctype) ? ['Form', doctype] : ['List', doctype, 'List']
	if (parts[1] === 'view') return ['List', doctype, (parts[2] ?? 'List').replace(/^\w/, (char) => char.toUpperCase()), ...parts.slice(3)]
	return ['Form', doctype, ...parts.slice(1)]
}
