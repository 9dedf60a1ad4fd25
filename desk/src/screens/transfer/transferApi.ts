/** Calls of the import and export screens. */
import { call, csrfToken, xcall } from '@/api/client'
import { uploadFile } from '@/api/files'
import { download } from '@/api/lists'
import type { FilterRow } from '@/meta/filters'
import { exportFields, type Chosen, type ImportDoc, type ImportType, type Progress, type Review, type TemplateOptions } from './transferModel'

const MODULE = 'frappe.core.doctype.data_import.data_import'
const REVIEW = 'frappe.core.doctype.data_import.review'

export const getImport = async (name: string) => (await call('frappe.client.get', { doctype: 'Data Import', name })).message as ImportDoc

export const startRecord = (given: { reference_doctype: string; import_type: ImportType; submit_after_import: boolean; mute_emails: boolean }) =>
	xcall<ImportDoc>('frappe.client.insert', { doc: { doctype: 'Data Import', ...given, submit_after_import: given.submit_after_import ? 1 : 0, mute_emails: given.mute_emails ? 1 : 0 } })

export async function giveFile(doc: ImportDoc, file: File, onProgress: (percent: number) => void): Promise<ImportDoc> {
	const saved = await uploadFile(file, { doctype: 'Data Import', docname: doc.name, fieldname: 'import_file' }, onProgress)
	return setValues(doc.name, { import_file: saved.file_url })
}

export const setValues = (name: string, values: Record<string, unknown>) => xcall<ImportDoc>('frappe.client.set_value', { doctype: 'Data Import', name, fieldname: values })
export const setOptions = (name: string, options: TemplateOptions) => setValues(name, { template_options: JSON.stringify(options) })

export const getReview = (name: string) => xcall<Review>(`${REVIEW}.get_review`, { data_import: name })
export const getProgress = (name: string) => xcall<Progress>(`${REVIEW}.get_progress`, { data_import: name }, { quiet: true })
export const start = (name: string) => xcall<boolean>(`${MODULE}.form_start_import`, { data_import: name })

export const sendRefused = (name: string) => download(`${MODULE}.download_errored_template`, { data_import_name: name }, csrfToken())
export const sendLog = (name: string) => download(`${MODULE}.download_import_log`, { data_import_name: name }, csrfToken())

export type Records = 'blank_template' | 'all' | 'by_filter' | '5_records'
export const sendTemplate = (doctype: string, chosen: Chosen, records: Records, fileType: 'Excel' | 'CSV', filters: FilterRow[] = []) =>
	download(`${MODULE}.download_template`, { doctype, export_fields: exportFields(chosen), export_records: records, export_filters: filters, file_type: fileType }, csrfToken())
