/** Sets the browser tab's title: what is open, then the system's name. */
import { t } from '@/i18n'
import { boot, setting } from '@/stores/boot'

export function pageTitle(text: string): void {
	const system = boot.app_name || setting('app_name') || t('ISO Desk')
	document.title = text ? `${text} · ${system}` : system
}
