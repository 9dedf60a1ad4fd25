/** What a cell (the read twin of a control) gets and what its module exports. */
import type { Component } from 'vue'
import type { Doc, DocField } from '@/meta/types'

export interface CellProps {
	value: unknown
	df: DocField
	doc: Doc
	/** One line in a list or grid, in contrast to a whole field of a form. */
	compact?: boolean
}
export interface CellModule { fieldtype: string; component: Component }

export function defineCell(module: CellModule): CellModule {
	return module
}
