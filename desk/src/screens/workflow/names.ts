/** Decides what a box for a name offers: known names found by their label, and the typed one as a new name. */
import { Plus } from '@lucide/vue'
import type { Suggestion } from '@/controls/shared/suggestion'
import { __, t } from '@/i18n'
import { fold } from '@/meta/format/text'

export function found(names: Iterable<string>, typed: string): Suggestion[] {
	const wanted = fold(typed)
	return [...names].map((value) => ({ value, label: __(value) }))
		.filter((each) => !wanted || fold(`${each.label} ${each.value}`).includes(wanted))
		.sort((a, b) => a.label.localeCompare(b.label, 'vi'))
}

/** A line that takes the typed text as a new name, unless a name reads the same. */
export function creation(names: Iterable<string>, typed: string, make: (name: string) => void): Suggestion[] {
	const text = typed.trim()
	const known = [...names].some((name) => [name, __(name)].some((each) => fold(each) === fold(text)))
	return text && !known ? [{ value: text, label: t('New: {0}', [text]), icon: Plus, run: () => make(text) }] : []
}
