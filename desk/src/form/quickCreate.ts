/** Creates a linked record without leaving the form: a short dialog with its required fields. */
import { openDialog } from '@/stores/dialogs'

/** Name of the created record; undefined when the person went back. */
export async function quickCreate(doctype: string, typed = ''): Promise<string | undefined> {
	const { default: QuickEntryDialog } = await import('./QuickEntryDialog.vue')
	return openDialog<string>(QuickEntryDialog, { doctype, typed })
}
