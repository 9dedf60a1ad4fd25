/** Decides how questions are asked: as promises over the dialog stack. */
import { __ } from '@/i18n'
import { openDialog } from '@/stores/dialogs'
import MessageDialog from './MessageDialog.vue'

export async function confirmed(html: string, options: { title?: string; yes?: string; no?: string; danger?: boolean } = {}): Promise<boolean> {
	const answer = await openDialog<boolean>(MessageDialog, {
		title: options.title ?? __('Please confirm'), html, yes: options.yes ?? __('Yes'), no: options.no ?? __('No'), danger: options.danger,
	})
	return answer === true
}

export function message(html: string, title?: string, items?: string[], wide?: boolean): Promise<boolean | undefined> {
	return openDialog<boolean>(MessageDialog, { title, html, items, wide })
}
