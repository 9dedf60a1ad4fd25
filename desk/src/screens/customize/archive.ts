/** Decides how what was built on a site is chosen for the file that takes it elsewhere. */
import { xcall } from '@/api/client'
import { t } from '@/i18n'

export interface ContentRow { name: string; title: string; about: string; chosen: boolean }
export interface ContentGroup { doctype: string; rows: ContentRow[] }
export interface ArchiveLook { app: string; title: string; version: string; records: { doctype: string; name: string; state: 'new' | 'changed' | 'same' }[] }
const MODULE = 'frappe.custom.archive'
export const METHOD_DOWNLOAD = `${MODULE}.download`

export const contentsOf = () => xcall<{ title: string; groups: ContentGroup[] }>(`${MODULE}.get_contents`, {}, { method: 'GET' })
export const lookInto = (file: string) => xcall<ArchiveLook>(`${MODULE}.look_into`, { file }, { method: 'GET' })
export const applyArchive = (file: string) => xcall<number>(`${MODULE}.apply`, { file })

export const chosenRows = (groups: readonly ContentGroup[]): Record<string, string[]> => Object.fromEntries(groups.map((group) => [group.doctype, group.rows.filter((row) => row.chosen).map((row) => row.name)]).filter(([, names]) => (names as string[]).length))

export function archiveProblem(appName: string, version: string, count: number): string {
	if (!/^[a-z][a-z0-9_]{2,}$/.test(appName)) return t('Give the package a name of at least three letters.')
	if (!/^\d+\.\d+\.\d+$/.test(version)) return t('Write the version as three numbers, for example 1.0.0.')
	return count ? '' : t('Choose at least one part.')
}
