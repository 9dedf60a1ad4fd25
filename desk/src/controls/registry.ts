/** Collects every control folder; the form asks here and never switches over fieldtypes. */
import UnknownControl from './shared/UnknownControl.vue'
import type { ControlModule } from './types'

const modules = import.meta.glob<{ default: ControlModule }>('./*/index.ts', { eager: true })
const controls = new Map(Object.values(modules).map((module) => [module.default.fieldtype, module.default]))

export function controlFor(fieldtype: string): ControlModule {
	return controls.get(fieldtype) ?? { fieldtype, component: UnknownControl }
}

export function controlTypes(): string[] {
	return [...controls.keys()].sort()
}
