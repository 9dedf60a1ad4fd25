/** Names the editor's buttons in the language of the person: Quill knows English ones only, and none for its lists. */
import { t } from '@/i18n'

export function nameToolbar(toolbar: Element): void {
	const names: [string, string][] = [
		['.ql-header .ql-picker-label', t('Heading')], ['button.ql-bold', t('Bold')], ['button.ql-italic', t('Italic')], ['button.ql-underline', t('Underlined')], ['button.ql-strike', t('Struck through')],
		['button.ql-list[value=ordered]', t('Numbered list')], ['button.ql-list[value=bullet]', t('List with dots')], ['button.ql-indent[value="-1"]', t('Indent less')], ['button.ql-indent[value="+1"]', t('Indent more')],
		['button.ql-blockquote', t('Quotation')], ['button.ql-link', t('Link')], ['button.ql-clean', t('Remove formatting')],
	]
	for (const [selector, name] of names)
		for (const element of toolbar.querySelectorAll<HTMLElement>(selector)) {
			element.setAttribute('aria-label', name)
			element.title = name
		}
}
