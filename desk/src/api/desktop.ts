/** Calls behind the home page and navigation: workspaces, charts, number cards, notifications, global search. */
import { call, xcall } from './client'

export interface WorkspacePage {
	name: string; title: string; label?: string; content?: string; icon?: string; public?: number
	parent_page?: string; for_user?: string; is_hidden?: number; module?: string; indicator_color?: string
}
export interface Shortcut { label: string; type: string; link_to?: string; doc_view?: string; stats_filter?: string; format?: string; color?: string; url?: string; report_ref_doctype?: string }
export interface CardLink { label: string; link_type?: string; link_to?: string; is_query_report?: number; type?: string; description?: string; report_ref_doctype?: string; dependencies?: string }
export interface WorkspaceItems<T> { items: T[] }
export interface DesktopPage {
	shortcuts?: WorkspaceItems<Shortcut>
	cards?: WorkspaceItems<{ label: string; links: CardLink[] }>
	charts?: WorkspaceItems<{ chart_name: string; label?: string }>
	number_cards?: WorkspaceItems<{ number_card_name: string; label?: string }>
	quick_lists?: WorkspaceItems<{ document_type: string; label?: string; quick_list_filter?: string }>
	custom_blocks?: WorkspaceItems<{ custom_block_name: string; label?: string }>
}

/** `pages` is the value of the call's message, as on stock. */
export const getSidebar = () => xcall<{ pages: WorkspacePage[] }>('frappe.desk.desktop.get_workspace_sidebar_items')
export const getDesktopPage = (page: WorkspacePage) =>
	xcall<DesktopPage>('frappe.desk.desktop.get_desktop_page', { page: JSON.stringify({ name: page.name, title: page.title, public: page.public }) })

export interface ChartData { labels: string[]; datasets: { name?: string; values: number[]; chartType?: string }[] }
export const getChart = (chart_name: string) =>
	xcall<ChartData | undefined>('frappe.desk.doctype.dashboard_chart.dashboard_chart.get', { chart_name, refresh: 0 })

export const getNumber = (card: Record<string, unknown>) =>
	xcall<number | { value: number }>('frappe.desk.doctype.number_card.number_card.get_result', { doc: JSON.stringify(card), filters: card.filters_json || '[]' })

export interface NotificationLog { name: string; subject: string; document_type?: string; document_name?: string; read?: number; creation: string; from_user?: string; link?: string }
export const getNotifications = () =>
	xcall<{ notification_logs?: NotificationLog[] }>('frappe.desk.doctype.notification_log.notification_log.get_notification_logs', { limit: 20 }, { quiet: true })
export const markAllRead = () => xcall('frappe.desk.doctype.notification_log.notification_log.mark_all_as_read')
export const markRead = (docname: string) => xcall('frappe.desk.doctype.notification_log.notification_log.mark_as_read', { docname })

export interface SearchHit { doctype: string; name: string; title?: string; content?: string }
export const globalSearch = (text: string, signal?: AbortSignal) =>
	xcall<SearchHit[]>('frappe.utils.global_search.search', { text, start: 0, limit: 12 }, { signal, quiet: true })

export const login = (usr: string, pwd: string) => call('login', { usr, pwd }, { quiet: true })
export const sendCode = (tmp_id: string, otp: string) => call('login', { tmp_id, otp }, { quiet: true })
export const logout = () => call('logout', {}, { quiet: true })
export const requestReset = (user: string) => xcall('frappe.core.doctype.user.user.reset_password', { user })
export const updatePassword = (args: { new_password: string; old_password?: string; key?: string; logout_all_sessions?: 0 | 1 }) =>
	xcall<string>('frappe.core.doctype.user.user.update_password', args)
