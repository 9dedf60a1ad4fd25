/** Decides how changed rights of a form are read out before saving. */
import { __, t } from '@/i18n'
import { isSet } from '@/meta/types'
import type { Change } from '@/screens/customize/changes'
import { RIGHTS, type DoctypeDoc } from './draft'

type Rows = readonly DoctypeDoc['permissions'][number][]
const keyOf = (row: Rows[number]) => `${row.role}|${Number(row.permlevel ?? 0)}`
const given = (row: Rows[number]) => [...RIGHTS, 'if_owner' as const].filter((right) => isSet(row[right]))

export function permissionChanges(before: Rows, now: Rows): Change[] {
	const old = new Map(before.map((row) => [keyOf(row), row]))
	const kept = new Set(now.map(keyOf))
	const gone: Change[] = before.filter((row) => !kept.has(keyOf(row))).map((row) => ({ kind: 'removed', place: __(row.role), text: t('has no rights on this form any more') }))
	const rest = now.flatMap((row): Change[] => {
		const was = old.get(keyOf(row))
		const names = given(row)
		if (!was) return [{ kind: 'added', place: __(row.role), text: t('gets rights on this form') }]
		return String(given(was)) === String(names) ? [] : [{ kind: 'changed', place: __(row.role), text: t('has other rights on this form') }]
	})
	return [...gone, ...rest]
}
