/** Reads and writes the GeoJSON FeatureCollection that a Geolocation field holds. */
export interface Point { lat: number; lng: number }
interface Feature { geometry?: { type?: string; coordinates?: unknown } }

function features(value: unknown): Feature[] {
	if (typeof value !== 'string' || !value.trim()) return []
	try {
		const parsed = JSON.parse(value) as { features?: Feature[] }
		return parsed.features ?? []
	} catch {
		return []
	}
}

export function firstPoint(value: unknown): Point | null {
	const geometry = features(value).find((feature) => feature.geometry?.type === 'Point')?.geometry
	const [lng, lat] = (geometry?.coordinates ?? []) as number[]
	return typeof lat === 'number' && typeof lng === 'number' ? { lat, lng } : null
}

export function shapeCount(value: unknown): number {
	return features(value).length
}

export function pointCollection({ lat, lng }: Point): string {
	const geometry = { type: 'Point', coordinates: [lng, lat] }
	return JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry }] })
}
