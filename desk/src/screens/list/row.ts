/** Decides a row's address and its coloured state. */
import { slug } from '@/meta/format/text'
import { indicatorOf, type Indicator } from '@/meta/indicator'
import type { Doc, MetaDoc } from '@/meta/types'
import { stateStyle } from '@/stores/workflowStates'
import type { ListModel } from './listModel'

export const docPath = (meta: Pick<MetaDoc, 'name'>, doc: Pick<Doc, 'name'>) => `/app/${slug(meta.name)}/${encodeURIComponent(doc.name)}`

export function rowIndicator(model: ListModel, doc: Doc): Indicator | null {
	return indicatorOf({ meta: model.meta, doc, stateStyle, getIndicator: model.settings.get_indicator })
}
