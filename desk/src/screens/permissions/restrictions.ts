/** Rows of User Permission, and what they mean for the nodes of a tree. */
import { isSet } from '@/meta/types'

export interface Restriction { name: string; allow: string; for_value: string; applicable_for?: string | null; hide_descendants?: unknown; is_default?: unknown }
export type Held = 'itself' | 'above' | 'none'

/** Whether a node is allowed by a row of its own, by one of the nodes above it (from the root down), or not at all. */
export function heldBy(node: string, above: readonly string[], rows: readonly Restriction[]): Held {
	if (rows.some((row) => row.for_value === node)) return 'itself'
	return rows.some((row) => !isSet(row.hide_descendants) && above.includes(row.for_value)) ? 'above' : 'none'
}
