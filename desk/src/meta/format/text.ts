/** Decides small text transformations: slugs of routes, folded text for accent-blind search, plain text of HTML. */

/** Lower case, without Vietnamese marks, đ as d: the same folding as the server's search. */
export function fold(text: unknown): string {
	return String(text ?? '').toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').replaceAll('đ', 'd')
}

/** "ISO Audit Plan" → "iso-audit-plan", as in /app/<slug>. */
export function slug(name: string): string {
	return name.toLowerCase().replaceAll(' ', '-')
}

/** "Audit Plan" → "audit_plan", as Frappe scrubs names. */
export function scrub(name: string): string {
	return name.replaceAll(' ', '_').replaceAll('-', '_').toLowerCase()
}

export function unscrub(name: string): string {
	return name.replace(/[_-]+/g, ' ').replace(/\b\w/g, (char) => char.toUpperCase())
}

const ENTITIES: Record<string, string> = { '&nbsp;': ' ', '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }

export function stripHtml(html: unknown): string {
	return String(html ?? '')
		.replace(/<(br|\/p|\/div|\/li|\/tr)[^>]*>/gi, '\n')
		.replace(/<[^>]*>/g, '')
		.replace(/&(nbsp|amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)
		.replace(/[ \t]*\n\s*/g, '\n')
		.trim()
}

export function escapeHtml(text: unknown): string {
	const map: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
	return String(text ?? '').replace(/[&<>"']/g, (char) => map[char] as string)
}

export function initials(name: string): string {
	const words = name.split(/[\s@._-]+/).filter(Boolean)
	// A Vietnamese given name stands last: "Trần Thị Hạnh" is known as H.
	return ((words.length > 1 ? words[words.length - 1] : words[0])?.[0] ?? '?').toUpperCase()
}

/** Short stable hash for cache-busting URLs. */
export function hashText(text: string): string {
	let hash = 0x811c9dc5
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
	return hash.toString(36) + text.length.toString(36)
}
