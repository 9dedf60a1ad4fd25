/** Decides how a table of rows (a child form) is made while another form is being built. */
import { openDialog } from '@/stores/dialogs'
import NewTableDialog from './NewTableDialog.vue'

/** The name of the child form that was made, or nothing. */
export const newTable = (): Promise<string | undefined> => openDialog<string>(NewTableDialog)
