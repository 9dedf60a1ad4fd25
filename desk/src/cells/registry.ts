/** Collects every cell folder; lists, reports and read-only forms ask here. */
import UnknownCell from './shared/UnknownCell.vue'
import type { CellModule } from './types'

const modules = import.meta.glob<{ default: CellModule }>('./*/index.ts', { eager: true })
const cells = new Map(Object.values(modules).map((module) => [module.default.fieldtype, module.default]))

export function cellFor(fieldtype: string): CellModule {
	return cells.get(fieldtype) ?? { fieldtype, component: UnknownCell }
}

export function cellTypes(): string[] {
	return [...cells.keys()].sort()
}
