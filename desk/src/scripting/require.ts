/** frappe.require: asset URLs of apps, in order. */
import { loadScript, loadStyle } from './loader'

export async function requireAssets(assets: string | string[], callback?: () => void): Promise<void> {
	for (const asset of [assets].flat()) {
		const url = asset.startsWith('/') || asset.startsWith('assets/') ? `/${asset.replace(/^\//, '')}` : `/assets/${asset}`
		if (url.split('?')[0]?.endsWith('.css')) loadStyle(url)
		else await loadScript(url)
	}
	callback?.()
}
