/** Holds what the server said at page load: who is signed in, site settings, what may be opened. */
import { reactive } from 'vue'
import { isSet } from '@/meta/types'

export interface BootUser {
	name: string
	roles: string[]
	defaults: Record<string, unknown>
	language?: string
	full_name?: string
	[listOrFlag: string]: unknown
}
export interface Boot {
	lang: string
	user: BootUser
	sysdefaults: Record<string, unknown>
	user_info: Record<string, { fullname?: string; image?: string | null; name?: string }>
	__messages: Record<string, string>
	sitename?: string
	app_name?: string
	home_page?: string
	/** Who looks at the system as `user`. */
	impersonated_by?: string | null
	single_types: string[]
	nested_set_doctypes: string[]
	page_info: Record<string, { title?: string }>
	link_title_doctypes: string[]
	demo_accounts?: { user: string; password: string; label: string }[]
	/** Other systems whose accounts may sign in here. */
	login_providers?: { name: string; label: string }[]
	[key: string]: unknown
}
export interface ShellData { boot: Partial<Boot>; csrf_token?: string; include_js?: string[]; include_css?: string[] }

export const boot = reactive<Boot>({
	lang: 'vi', user: { name: 'Guest', roles: [], defaults: {} }, sysdefaults: {}, user_info: {}, __messages: {},
	single_types: [], nested_set_doctypes: [], page_info: {}, link_title_doctypes: [],
})

export function readShell(): ShellData {
	const text = document.getElementById('boot')?.textContent
	return text ? (JSON.parse(text) as ShellData) : { boot: {} }
}

export function setBoot(data: Partial<Boot>): void {
	Object.assign(boot, data)
	boot.user = { ...boot.user, roles: boot.user.roles ?? [], defaults: boot.user.defaults ?? {} }
}

export function hasRole(role: string | readonly string[]): boolean {
	const roles = typeof role === 'string' ? [role] : role
	return roles.some((name) => boot.user.roles.includes(name))
}

export type UserRight = 'read' | 'write' | 'create' | 'delete' | 'cancel' | 'submit' | 'export' | 'print' | 'search' | 'import' | 'select'

/** The union of the user's rights over a DocType, as boot lists them. */
export function can(right: UserRight, doctype: string): boolean {
	const list = boot.user[`can_${right}`]
	return Array.isArray(list) && list.includes(doctype)
}

export function readableDoctypes(): string[] {
	const list = boot.user.can_read
	return Array.isArray(list) ? (list as string[]) : []
}

export const isSingle = (doctype: string) => boot.single_types.includes(doctype)
export const isTree = (doctype: string) => boot.nested_set_doctypes.includes(doctype)

export function setting(name: string): string {
	return String(boot.sysdefaults[name] ?? '')
}
export const dateFormat = () => setting('date_format') || 'dd/mm/yyyy'
export const isDeveloper = () => isSet(boot.developer_mode)

export function fullName(user: string): string {
	return boot.user_info[user]?.fullname || (user === boot.user.name ? boot.user.full_name : '') || user
}
