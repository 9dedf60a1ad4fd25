/** Decides which of two layouts a screen draws, as the window changes. */
import { onScopeDispose, ref, type Ref } from 'vue'

export function useMediaQuery(query: string): Ref<boolean> {
	const list = window.matchMedia(query)
	const matches = ref(list.matches)
	const follow = (event: MediaQueryListEvent) => { matches.value = event.matches }
	list.addEventListener('change', follow)
	onScopeDispose(() => list.removeEventListener('change', follow))
	return matches
}
