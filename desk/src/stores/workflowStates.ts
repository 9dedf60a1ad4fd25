/** Keeps the colour style of workflow states; read once, since states are few. */
import { reactive } from 'vue'
import { getList } from '@/api/lists'

const styles = reactive(new Map<string, string>())
let asked = false

export function stateStyle(state: string): string | undefined {
	if (!asked) {
		asked = true
		// Without the right to read Workflow State the colours are guessed from the words.
		void getList<{ name: string; style?: string }>('Workflow State', { fields: ['name', 'style'], limit_page_length: 0 })
			.then((rows) => rows.forEach((row) => row.style && styles.set(row.name, row.style)))
			.catch(() => undefined)
	}
	return styles.get(state)
}
