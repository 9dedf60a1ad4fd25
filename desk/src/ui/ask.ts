/** Decides how questions are asked: as promises over the dialog stack. */
import { t } from '@/i18n'
import { openDialog } from '@/stores/dialogs'
import MessageDialog from './MessageDialog.vue'

export async function confirmed(html: string, options: { title?: string; yes?: string; no?: string; danger?: boolean } = {}): Promise<boolean> {
	const answer = await openDialog<boolean>(MessageDialog, {
		title: options.title ?? t('Please confirm'), html, yes: options.yes ?? t('Yes'), no: options.no ?? t('No'), danger: options.danger,
	})
	return answer === true
}

export function message(html: string, title?: string, items?: string[], wide?: boolean): Promise<boolean | undefined> {
	return openDialog<boolean>(MessageDialog, { title, html, items, wide })
}
