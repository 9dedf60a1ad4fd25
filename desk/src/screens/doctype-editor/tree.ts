/** Decides what a form begins with whose records stand below one another: a name, the record above, and what keeps the order. */
import { t } from '@/i18n'
import { scrubName } from '@/screens/customize/names'
import type { FieldRow } from '@/screens/customize/board'

/** Kept by the server with every change of the tree; nobody types them. */
const kept = (fieldname: string, more: Partial<FieldRow>): FieldRow => ({ fieldname, label: fieldname, fieldtype: 'Int', hidden: 1, read_only: 1, no_copy: 1, ...more })

/** What a new DocType of this name needs to be a tree, labelled in the language of whoever makes it. */
export function treeValues(name: string): Record<string, unknown> {
	const above = `parent_${scrubName(name)}`
	const fields: FieldRow[] = [
		{ fieldname: 'title', label: t('Name'), fieldtype: 'Data', reqd: 1, in_list_view: 1 },
		{ fieldname: above, label: t('Stands below'), fieldtype: 'Link', options: name, in_list_view: 1, ignore_user_permissions: 1, description: t('Left empty, it stands at the top.') },
		{ fieldname: 'is_group', label: t('Others stand below it'), fieldtype: 'Check' },
		kept('lft', { label: t('Place from the left') }), kept('rgt', { label: t('Place from the right') }), kept('old_parent', { label: t('Stood below'), fieldtype: 'Link', options: name }),
	]
	return { is_tree: 1, nsm_parent_field: above, title_field: 'title', show_title_field_in_link: 1, fields: fields.map((row, i) => ({ ...row, idx: i + 1 })) }
}
