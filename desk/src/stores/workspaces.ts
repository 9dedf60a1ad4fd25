/** Keeps the workspaces this user may open, in their order. */
import { computed, ref } from 'vue'
import { getSidebar, type WorkspacePage } from '@/api/desktop'
import { slug } from '@/meta/format/text'
import { isSet } from '@/meta/types'
import { boot, hasRole } from './boot'

export const pages = ref<WorkspacePage[]>([])
export const pagesReady = ref(false)

export async function loadWorkspaces(): Promise<void> {
	const answer = await getSidebar()
	pages.value = (answer.pages ?? []).filter((page) => !isSet(page.is_hidden))
	pagesReady.value = true
}

/** A private workspace lives under /app/private/<title>. */
export function workspacePath(page: WorkspacePage): string {
	return isSet(page.public) ? `/app/${slug(page.name)}` : `/app/private/${slug(page.title)}`
}

export function findWorkspace(parts: readonly string[]): WorkspacePage | undefined {
	const isPrivate = parts[0] === 'private' && parts.length > 1
	const wanted = isPrivate ? parts[1] : parts.length === 1 ? parts[0] : undefined
	return pages.value.find((page) => isPrivate !== isSet(page.public) && [slug(page.name), slug(page.title)].includes(String(wanted)))
}

export const topPages = computed(() => pages.value.filter((page) => !page.parent_page))
export const childPages = (page: WorkspacePage) => pages.value.filter((child) => child.parent_page === page.name || child.parent_page === page.title)

export const homeWorkspace = computed(() => {
	const wanted = (boot.user.default_workspace as { name?: string } | undefined)?.name
	return pages.value.find((page) => page.name === wanted) ?? topPages.value[0]
})

/** Public pages belong to workspace managers, a private one to its owner. */
export const mayEdit = (page: WorkspacePage) => hasRole('Workspace Manager') || (!isSet(page.public) && page.for_user === boot.user.name)
