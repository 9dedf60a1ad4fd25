/** Decides the plain sentence for a failure: what the server said, else what the status means and what to do. */
import { __, t } from '@/i18n'
import { ApiError } from './errors'

const BY_STATUS: Record<number, string> = {
	0: 'The server cannot be reached. Check the network and try again.',
	401: 'Please sign in again.',
	403: 'You do not have the right to do this.',
	404: 'This record does not exist or has been deleted.',
	409: 'A record with this name already exists.',
	413: 'The file is too large.',
	429: 'Too many requests. Wait a moment and try again.',
}
const BY_TYPE: Record<string, string> = {
	MandatoryError: 'Some required fields are empty.',
	TimestampMismatchError: 'Somebody else saved this record after you opened it.',
	LinkExistsError: 'Other records refer to this one, so it cannot be deleted.',
	DuplicateEntryError: 'A record with this name already exists.',
	UniqueValidationError: 'This value is already used by another record.',
}

export function serverText(error: unknown): { title: string; text: string } {
	if (!(error instanceof ApiError)) return { title: '', text: error instanceof Error && error.message ? error.message : t('Something went wrong. Try again.') }
	const first = error.messages[0]
	if (first?.message) {
		const title = first.title && !['Message', 'Error'].includes(first.title) ? __(first.title) : ''
		return { title, text: error.messages.map((entry) => plain(entry.message)).join('\n') }
	}
	const known = BY_TYPE[error.type] ?? BY_STATUS[error.status]
	if (known) return { title: '', text: t(known) }
	return { title: '', text: error.status < 500 && error.detail ? plain(error.detail) : t('Something went wrong on the server. Try again, and tell the administrator if it stays.') }
}

function plain(html: string): string {
	return html.replace(/<br\s*\/?>|<\/(p|li|div)>/gi, '\n').replace(/<[^>]+>/g, '').trim()
}
