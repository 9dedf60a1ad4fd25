/** Decides the plain ASCII names behind Vietnamese words: of fields, forms, modules. */
const NO_MARKS = (text: string) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replaceAll('đ', 'd').replaceAll('Đ', 'D')

/** "Số quyết định" → so_quyet_dinh, or custom_so_quyet_dinh on a form that an app ships. */
export function fieldnameFor(label: string, taken: readonly string[], prefix = 'custom_'): string {
	const plain = NO_MARKS(label.toLowerCase()).replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '')
	const safe = !prefix && !/^[a-z]/.test(plain) ? `field_${plain}` : plain
	const base = `${prefix}${safe}`.slice(0, 58).replace(/_+$/, '') || 'field'
	let name = base
	for (let i = 2; taken.includes(name) || RESERVED.has(name); i++) name = `${base}_${i}`
	return name
}

/** Columns and members of every record: a field may not take their names. */
const RESERVED = new Set([
	'name', 'owner', 'creation', 'modified', 'modified_by', 'docstatus', 'idx', 'parent', 'parentfield', 'parenttype', 'doctype', 'flags', 'file_list',
	'process', 'get', 'set', 'save', 'insert', 'delete', 'submit', 'cancel', 'update', 'append', 'extend', 'remove', 'meta', 'reload', 'run_method', 'precision', 'permissions', 'fields', 'log_error',
])

/** "Phiếu đề xuất" → Phieu De Xuat: what programs and addresses call the form. */
export function doctypeNameFor(title: string): string {
	const words = NO_MARKS(title).replace(/[^A-Za-z0-9 _-]+/g, ' ').split(/\s+/).filter(Boolean)
	return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ').replace(/^[^A-Za-z]+/, '').slice(0, 61).trim()
}

export const isPlainName = (name: string): boolean => /^[A-Za-z][A-Za-z0-9 _-]*$/.test(name) && name.length <= 61

/** "Tùy biến của tỉnh" → tuy_bien_cua_tinh: the name of an app. */
export const scrubName = (title: string): string => NO_MARKS(title.toLowerCase()).replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '')
