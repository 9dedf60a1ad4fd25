/** Puts `frappe` and the bare globals on the page before any script of an app is loaded. */
import { csrfToken } from '@/api/client'
import { __ } from '@/i18n'
import { getLocal, locals } from '@/form/locals'
import { cint, cstr, flt, roundTo } from '@/meta/format/number'
import { slug, stripHtml } from '@/meta/format/text'
import { boot, fullName, hasRole, isSingle, readableDoctypes } from '@/stores/boot'
import { metaOf } from '@/stores/meta'
import { frappeCall, frappeXcall, last } from './call'
import { frappeDatetime } from './datetime'
import { frappeDb } from './db'
import { ScriptDialog } from './dialog'
import { off, on } from './events'
import { freeze, showProgress, unfreeze } from './freeze'
import { frappeKeys } from './keys'
import { confirmMessage, hideMessage, msgprint, prompt, showAlert, throwMessage, warn } from './messages'
import { MiniQuery } from './miniQuery'
import { frappeMeta, frappeModel } from './model'
import { openForms } from './openForms'
import { frappeRealtime } from './realtime'
import { requireAssets } from './require'
import { currentRoute, routeState, setRoute } from './routing'
import { setStyle } from './styles'
import { format, formatCurrency, frappeUtils, renderTemplate } from './utils'
import { isStopped, setValidated } from './validated'

type Space = Record<string, unknown>

/** frappe.provide("a.b.c"): makes the nested objects exist. */
function provide(path: string): Space {
	let at = window as unknown as Space
	for (const part of path.split('.')) at = (at[part] ??= {}) as Space
	return at
}

const doctypeOf = (slugText: string) => readableDoctypes().find((name) => slug(name) === slugText)
const newDocRoute = (doctype: string, defaults?: Record<string, unknown>) => setRoute('Form', doctype, 'new', defaults ?? {})

async function runSerially(tasks: (() => unknown)[]): Promise<void> {
	for (const task of tasks) await task()
}

export function installGlobals(): void {
	const session = { get user() { return boot.user.name }, get user_fullname() { return fullName(boot.user.name) }, get user_email() { return boot.user.name } }
	const frappe = {
		ui: {
			form: { on, off, trigger: (_doctype: string, event: string) => openForms[openForms.length - 1]?.trigger(event) },
			Dialog: ScriptDialog, keys: frappeKeys,
		},
		call: frappeCall, xcall: frappeXcall, db: frappeDb, model: frappeModel, meta: frappeMeta, datetime: frappeDatetime, utils: frappeUtils,
		get_doc: getLocal, get_meta: metaOf, new_doc: newDocRoute,
		get_list: (doctype: string) => Object.values(locals[doctype] ?? {}),
		msgprint, throw: throwMessage, confirm: confirmMessage, warn, prompt, show_alert: showAlert,
		show_progress: showProgress, hide_progress: unfreeze, hide_msgprint: hideMessage,
		dom: { freeze, unfreeze, set_style: setStyle },
		set_route: setRoute, get_route: () => currentRoute(doctypeOf), get_route_str: () => currentRoute(doctypeOf).join('/'), get_prev_route: () => routeState.previous,
		set_re_route: setRoute, router: { slug },
		session, boot, sys_defaults: boot.sysdefaults,
		user: { name: boot.user.name, has_role: hasRole, full_name: (user?: string) => fullName(user ?? boot.user.name) },
		user_info: (user?: string) => ({ name: user ?? boot.user.name, fullname: fullName(user ?? boot.user.name), ...boot.user_info[user ?? boot.user.name] }),
		defaults: {
			get_default: (key: string) => boot.user.defaults[key] ?? boot.sysdefaults[key],
			get_user_default: (key: string) => boot.user.defaults[key.toLowerCase().replaceAll(' ', '_')] ?? boot.user.defaults[key],
			get_global_default: (key: string) => boot.sysdefaults[key],
			get_user_permissions: () => boot.user.user_permissions ?? {},
		},
		format, render_template: renderTemplate, render: renderTemplate, require: requireAssets, provide, run_serially: runSerially,
		after_ajax: (fn: () => unknown) => void Promise.resolve().then(fn), timeout: (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
		realtime: frappeRealtime,
		perm: { has_perm: (doctype: string, _level: number, right: string) => (boot.user[`can_${right}`] as string[] | undefined)?.includes(doctype) ?? false },
		listview_settings: {}, treeview_settings: {}, query_reports: {}, pages: {}, templates: {}, flags: {},
		_: __, is_mobile: () => window.innerWidth < 768,
	}
	Object.defineProperties(frappe, {
		validated: { get: () => !isStopped(), set: (value: boolean) => setValidated(Boolean(value)) },
		route_options: { get: () => routeState.options, set: (value: Space | null) => { routeState.options = value } },
		user_roles: { get: () => boot.user.roles },
		csrf_token: { get: csrfToken },
		last_response: { get: () => last.response },
	})
	const $ = Object.assign((target: never) => (typeof target === 'function' ? MiniQuery.from(document).ready(target) : MiniQuery.from(target)), {
		extend: Object.assign, isPlainObject: (value: unknown) => Object.prototype.toString.call(value) === '[object Object]',
		each: (list: unknown[], fn: (index: number, item: unknown) => unknown) => list.forEach((item, i) => fn(i, item)),
		map: (list: unknown[], fn: (item: unknown, index: number) => unknown) => list.map(fn), trim: (text: string) => String(text ?? '').trim(),
	})
	Object.assign(window, {
		frappe, __, $, jQuery: $, locals, cint, cstr, flt, roundNumber: roundTo, strip_html: stripHtml, format_currency: formatCurrency,
		in_list: (list: unknown[], item: unknown) => Array.isArray(list) && list.includes(item),
		has_common: (a: unknown[], b: unknown[]) => a.some((item) => b.includes(item)),
		is_null: (value: unknown) => value === null || value === undefined || value === '',
		strip: (text: string) => String(text ?? '').trim(), toTitle: frappeUtils.to_title_case,
		validate_email: (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
		repl: (text: string, values: Record<string, unknown>) => text.replace(/%\((\w+)\)s/g, (_whole, key: string) => String(values[key] ?? '')),
		refresh_field: (name: string) => openForms[openForms.length - 1]?.frm.refresh_field(name),
		extend_cscript: (target: object, source: object) => Object.assign(target, source),
		isSingle,
	})
	Object.defineProperty(window, 'cur_frm', { configurable: true, get: () => openForms[openForms.length - 1]?.frm ?? null })
	Object.defineProperty(window, 'cur_dialog', { configurable: true, writable: true, value: null })
}
