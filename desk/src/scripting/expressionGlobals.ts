/** The names beside `doc` that depends_on expressions of apps use. */
import { addDays, dateToIso, dateToIsoDatetime, daysBetween } from '@/meta/format/date'
import { __ } from '@/i18n'
import { boot, fullName, hasRole } from '@/stores/boot'
import type { Scope } from '@/meta/expression/evaluate'

export function expressionGlobals(): Scope {
	return {
		__,
		frappe: {
			session: { user: boot.user.name, user_fullname: fullName(boot.user.name) },
			user_roles: [...boot.user.roles],
			user: { has_role: hasRole, name: boot.user.name },
			boot: { sysdefaults: boot.sysdefaults, user: { roles: boot.user.roles, name: boot.user.name } },
			datetime: {
				get_today: () => dateToIso(new Date()), now_datetime: () => dateToIsoDatetime(new Date()),
				get_day_diff: (a: unknown, b: unknown) => daysBetween(b, a), get_diff: (a: unknown, b: unknown) => daysBetween(b, a),
				add_days: (day: unknown, days: unknown) => addDays(String(day), Number(days)),
			},
		},
	}
}
