/** Decides to which group (Module Def) a form made here belongs: those of this site come first, one is made when there is none. */
import { saveDoc } from '@/api/forms'
import { getList } from '@/api/lists'
import { t } from '@/i18n'
import { nameIt } from './draft'

export interface ModuleRow { name: string; custom: 0 | 1; app_name: string; package?: string | null }
/** What the first group of a site is called by programs; people read its translation. */
export const FIRST_MODULE = 'Bieu Mau Rieng'

export const loadModules = () => getList<ModuleRow>('Module Def', { fields: ['name', 'custom', 'app_name'], order_by: 'custom desc, name asc', limit_page_length: 0 })

export async function ownModule(): Promise<string> {
	const own = (await loadModules()).find((row) => Number(row.custom))
	return own?.name ?? makeModule(FIRST_MODULE, t('Own forms'))
}

export async function makeModule(name: string, title: string): Promise<string> {
	const made = await saveDoc({ doctype: 'Module Def', name, __newname: name, __islocal: 1, __unsaved: 1, module_name: name, custom: 1, app_name: 'frappe' }, 'Save')
	await nameIt(name, title)
	return String(made.doc?.name ?? name)
}
