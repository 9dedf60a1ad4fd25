/** Decides how List View Settings of a form are read and written: one record, named by the form. */
import { getDoc, saveDoc } from '@/api/forms'
import { getList } from '@/api/lists'
import type { Doc, Flag } from '@/meta/types'

export interface ListSettings extends Doc { disable_count?: Flag; disable_comment_count?: Flag; disable_auto_refresh?: Flag; total_fields?: string | null }

export async function loadListSettings(doctype: string): Promise<ListSettings> {
	const found = await getList<{ name: string }>('List View Settings', { fields: ['name'], filters: { name: doctype }, limit_page_length: 1 })
	if (found.length) return (await getDoc('List View Settings', doctype)).doc as ListSettings
	return { doctype: 'List View Settings', name: doctype, __newname: doctype, __islocal: 1, __unsaved: 1 } as ListSettings
}

export const saveListSettings = (settings: ListSettings) => saveDoc(settings, 'Save')
