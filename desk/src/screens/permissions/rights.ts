/** The rights of a permission row, and the rules of a decision in words. */
import { t } from '@/i18n'

export const RIGHTS = ['select', 'read', 'write', 'create', 'delete', 'submit', 'cancel', 'amend', 'print', 'email', 'report', 'import', 'export', 'share']

export interface Step { rule: string; speaks_for: boolean; text: string }
export interface Explanation { allowed: boolean; rule: string; sentence: string; steps: Step[] }

const NAMES: Record<string, string> = {
	administrator: 'Administrator', role: 'By role', owner: 'Own record', share: 'Shared record', hook: 'Rule of the application', 'no-role-right': 'No role gives it',
	'not-owner': 'Somebody else’s record', 'user-permission': 'Outside what the person is confined to', 'not-offered': 'The form does not offer it', 'sharing-off': 'Sharing is switched off',
	permlevel: 'Level of a field', 'no-parent': 'Row of another record', 'wrong-parent': 'Row of another record',
}
export function ruleName(rule: string): string {
	return NAMES[rule] ? t(NAMES[rule]) : rule
}
