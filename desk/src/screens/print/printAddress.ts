/** Addresses of prints: the page in the frame, the PDF of one or of several records. */
import type { PrintFormat } from '@/meta/types'

export interface PrintChoice { format: string; letterhead: string; language: string }
export const NO_HEAD = '__none'

/** The language of a print before anybody chose one: the record's own, the format's, the reader's. */
export function firstLanguage(formats: readonly PrintFormat[], format: string, ofRecord: unknown, reader: string): string {
	return String(ofRecord || formats.find((each) => each.name === format)?.default_print_language || reader)
}

/** As their speakers write them, in whatever language the desk is. */
const OWN_NAMES: Record<string, string> = { vi: 'Tiếng Việt', en: 'English' }

/** Languages to choose from by their codes, with the one that the print speaks now. */
export function languageChoices(present: string): [string, string][] {
	return Object.entries({ ...OWN_NAMES, [present]: OWN_NAMES[present] ?? present })
}

function query(values: Record<string, string>): string {
	return new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString()
}
function chosen(choice: PrintChoice): Record<string, string> {
	return { format: choice.format, letterhead: choice.letterhead === NO_HEAD ? '' : choice.letterhead, no_letterhead: choice.letterhead === NO_HEAD ? '1' : '', _lang: choice.language }
}
export const pageAddress = (doctype: string, name: string, choice: PrintChoice): string => `/printview?${query({ doctype, name, ...chosen(choice) })}`
export const pdfAddress = (doctype: string, name: string, choice: PrintChoice): string => `/api/method/frappe.utils.print_format.download_pdf?${query({ doctype, name, ...chosen(choice) })}`
export const severalAddress = (doctype: string, names: readonly string[], choice: PrintChoice): string => `/api/method/frappe.utils.print_format.download_multi_pdf?${query({ doctype, name: JSON.stringify(names), ...chosen(choice) })}`
