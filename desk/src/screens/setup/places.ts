/** What an administrator shapes without code, by the question that brings one here; a place without rights is left out. */
import { can, hasRole } from '@/stores/boot'

export interface Place { text: string; hint: string; path: string; doctype?: string; keeper?: true }
export interface Area { title: string; places: Place[] }

export const AREAS: Area[] = [
	{ title: 'Forms', places: [
		{ text: 'Change a form', hint: 'Add, move, hide, rename and require fields', path: '/app/customize-form', doctype: 'Customize Form' },
		{ text: 'Own forms', hint: 'New kinds of records with their tables', path: '/app/doctype-editor', doctype: 'DocType' },
		{ text: 'To another site', hint: 'Take out what was built here, or bring it in', path: '/app/export-customizations', doctype: 'Customize Form' },
		{ text: 'Translations of words', hint: 'How a word is shown in Vietnamese or English', path: '/app/translation', doctype: 'Translation' },
		{ text: 'Scripts of forms', hint: 'For specialists: programs in the browser', path: '/app/client-script', doctype: 'Client Script' },
		{ text: 'Scripts of the server', hint: 'For specialists: off unless the operator allows them', path: '/app/server-script', doctype: 'Server Script' },
	] },
	{ title: 'Approval', places: [
		{ text: 'Approval flows', hint: 'States, steps, who may take them', path: '/app/workflow', doctype: 'Workflow' },
		{ text: 'Assignment rules', hint: 'Who gets a new record to work on', path: '/app/assignment-rule', doctype: 'Assignment Rule' },
		{ text: 'Repeated records', hint: 'Records that come back by the calendar', path: '/app/auto-repeat', doctype: 'Auto Repeat' },
	] },
	{ title: 'People and rights', places: [
		{ text: 'Accounts', hint: 'Who may sign in', path: '/app/user', doctype: 'User' },
		{ text: 'Rights of roles', hint: 'What a role may do on a form', path: '/app/permission-manager', doctype: 'Role', keeper: true },
		{ text: 'Sets of roles', hint: 'Several roles given at once', path: '/app/role-profile', doctype: 'Role Profile' },
		{ text: 'What a person is confined to', hint: 'Only some branches or records', path: '/app/user-permission-manager', doctype: 'User Permission', keeper: true },
		{ text: 'Why?', hint: 'Which rule lets a person see a record, or not', path: '/app/permission-inspector', doctype: 'User Permission', keeper: true },
		{ text: 'Look as a role', hint: 'See the system with somebody else’s eyes', path: '/app/look-as', doctype: 'User', keeper: true },
	] },
	{ title: 'Reports and charts', places: [
		{ text: 'Reports', hint: 'Saved lists, tables and figures', path: '/app/report', doctype: 'Report' },
		{ text: 'Reports by e-mail', hint: 'Sent every day, week or month', path: '/app/auto-email-report', doctype: 'Auto Email Report' },
		{ text: 'Charts', hint: 'Figures over time or by group', path: '/app/dashboard-chart', doctype: 'Dashboard Chart' },
		{ text: 'Number cards', hint: 'One figure at a glance', path: '/app/number-card', doctype: 'Number Card' },
		{ text: 'Dashboards', hint: 'Charts and cards on one page', path: '/app/dashboard', doctype: 'Dashboard' },
	] },
	{ title: 'Prints', places: [
		{ text: 'Print formats', hint: 'How a record looks on paper', path: '/app/print-format', doctype: 'Print Format' },
		{ text: 'Letter heads', hint: 'Name and emblem on top of a print', path: '/app/letter-head', doctype: 'Letter Head' },
	] },
	{ title: 'Telling people', places: [
		{ text: 'Notifications', hint: 'Who is told what, and when', path: '/app/notification', doctype: 'Notification' },
		{ text: 'Templates of mails', hint: 'Texts to use again', path: '/app/email-template', doctype: 'Email Template' },
		{ text: 'Mail accounts', hint: 'By which server mails leave', path: '/app/email-account', doctype: 'Email Account' },
		{ text: 'Mails sent and waiting', hint: 'What left, what failed, send again', path: '/app/email-queue', doctype: 'Email Queue' },
	] },
	{ title: 'Data in and out', places: [
		{ text: 'Import from files', hint: 'Excel or CSV, checked before it is written', path: '/app/data-import', doctype: 'Data Import' },
		{ text: 'Forms on the web', hint: 'For people without an account', path: '/app/web-form', doctype: 'Web Form' },
		{ text: 'Calls to other systems', hint: 'Tell another program when a record changes', path: '/app/webhook', doctype: 'Webhook' },
	] },
	{ title: 'System', places: [
		{ text: 'Settings', hint: 'Language, dates, signing in', path: '/app/system-settings', doctype: 'System Settings' },
		{ text: 'Background work', hint: 'What runs, what failed, run again', path: '/app/rq-job', doctype: 'RQ Job' },
		{ text: 'Work by the clock', hint: 'What runs every hour, day or week', path: '/app/scheduled-job-type', doctype: 'Scheduled Job Type' },
		{ text: 'Errors', hint: 'What went wrong, with details', path: '/app/error-log', doctype: 'Error Log' },
		{ text: 'Who signed in', hint: 'Signing in and out, and what was looked at', path: '/app/activity-log', doctype: 'Activity Log' },
	] },
]

/** Areas with the places whose form the person may read; `keeper` places are for those who keep the system. */
export function openAreas(mayRead: (doctype: string) => boolean = (doctype) => can('read', doctype), keepsTheSystem = hasRole('System Manager')): Area[] {
	const isOpen = (place: Place) => (!place.doctype || mayRead(place.doctype)) && (!place.keeper || keepsTheSystem)
	return AREAS.map((area) => ({ ...area, places: area.places.filter(isOpen) })).filter((area) => area.places.length)
}

/** Who has this page in the navigation. */
export const shapesTheSystem = () => hasRole('System Manager')
