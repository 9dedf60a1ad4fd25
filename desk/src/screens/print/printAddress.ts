/** Addresses of prints: the page in the frame, the PDF of one or of several records. */
export interface PrintChoice { format: string; letterhead: string; language: string }
export const NO_HEAD = '__none'

function query(values: Record<string, string>): string {
	return new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString()
}
function chosen(choice: PrintChoice): Record<string, string> {
	return { format: choice.format, letterhead: choice.letterhead === NO_HEAD ? '' : choice.letterhead, no_letterhead: choice.letterhead === NO_HEAD ? '1' : '', _lang: choice.language }
}
export const pageAddress = (doctype: string, name: string, choice: PrintChoice): string => `/printview?${query({ doctype, name, ...chosen(choice) })}`
export const pdfAddress = (doctype: string, name: string, choice: PrintChoice): string => `/api/method/frappe.utils.print_format.download_pdf?${query({ doctype, name, ...chosen(choice) })}`
export const severalAddress = (doctype: string, names: readonly string[], choice: PrintChoice): string => `/api/method/frappe.utils.print_format.download_multi_pdf?${query({ doctype, name: JSON.stringify(names), ...chosen(choice) })}`
