/** Decides where the states and steps of a flow are drawn: one layer per row, steps back on the left, skips on the right. */
import type { StateRow, TransitionRow } from './model'

export const NODE = { width: 168, height: 46 }
/** Room for the widest line of a label, see `wrapped`. */
const LABEL = 120
const GAP = { row: 58, column: 26, lane: 112, nextLane: 16 }

export interface DrawnState { state: string; x: number; y: number; layer: number; column: number }
export interface DrawnStep { from: string; to: string; actions: string[]; path: string; labelX: number; labelY: number; anchor: 'start' | 'middle' | 'end'; above: boolean; isBack: boolean }
export interface Drawing { states: DrawnState[]; steps: DrawnStep[]; width: number; height: number }

interface Edge { from: string; to: string; actions: string[] }

export function draw(states: readonly Pick<StateRow, 'state'>[], transitions: readonly Pick<TransitionRow, 'state' | 'next_state' | 'action'>[]): Drawing {
	const names = [...new Set(states.map((row) => row.state))]
	const edges = edgesOf(names, transitions)
	const layers = layersOf(names, edges)
	const places = placesOf(names, edges, layers)
	return routed(places, edges)
}

/** One edge per pair of states; its label lists the actions. */
function edgesOf(names: string[], transitions: readonly Pick<TransitionRow, 'state' | 'next_state' | 'action'>[]): Edge[] {
	const found = new Map<string, Edge>()
	for (const row of transitions) {
		if (row.state === row.next_state || !names.includes(row.state) || !names.includes(row.next_state)) continue
		const key = `${row.state}\u0000${row.next_state}`
		const edge = found.get(key) ?? { from: row.state, to: row.next_state, actions: [] }
		if (!edge.actions.includes(row.action)) edge.actions.push(row.action)
		found.set(key, edge)
	}
	return [...found.values()]
}

/** Longest way from the first state along steps that go down the table; what nothing leads to follows the row above it. */
function layersOf(names: string[], edges: Edge[]): Map<string, number> {
	const layers = new Map<string, number>()
	names.forEach((name, i) => {
		const above = edges.filter((edge) => edge.to === name && names.indexOf(edge.from) < i).map((edge) => layers.get(edge.from) ?? 0)
		layers.set(name, i === 0 ? 0 : above.length ? Math.max(...above) + 1 : (layers.get(names[i - 1] ?? '') ?? 0) + (edges.some((edge) => edge.to === name) ? 0 : 1))
	})
	return layers
}

/** In each layer the state with the longest way ahead stands in the first column, so that the usual way is one straight line. */
function placesOf(names: string[], edges: Edge[], layers: Map<string, number>): Map<string, DrawnState> {
	const ahead = new Map<string, number>()
	for (const name of [...names].reverse()) {
		const next = edges.filter((edge) => edge.from === name && (layers.get(edge.to) ?? 0) > (layers.get(name) ?? 0))
		ahead.set(name, next.length ? Math.max(...next.map((edge) => (ahead.get(edge.to) ?? 0) + 1)) : 0)
	}
	const places = new Map<string, DrawnState>()
	for (let layer = 0; layer <= Math.max(...layers.values(), 0); layer++) {
		const row = names.filter((name) => layers.get(name) === layer).sort((a, b) => (ahead.get(b) ?? 0) - (ahead.get(a) ?? 0) || names.indexOf(a) - names.indexOf(b))
		row.forEach((state, column) => places.set(state, { state, layer, column, x: column * (NODE.width + GAP.column), y: layer * (NODE.height + GAP.row) }))
	}
	return places
}

function routed(places: Map<string, DrawnState>, edges: Edge[]): Drawing {
	const all = [...places.values()]
	const right = Math.max(0, ...all.map((place) => place.x)) + NODE.width
	const lanes = { left: 0, right: 0 }
	const used = new Map<string, number>()
	const steps: DrawnStep[] = []
	for (const edge of edges) {
		const from = places.get(edge.from)
		const to = places.get(edge.to)
		if (!from || !to) continue
		steps.push(route(edge, from, to, all, { right, lanes, used }))
	}
	const minX = lanes.left ? -(GAP.lane + (lanes.left - 1) * GAP.nextLane) - 6 : 0
	const beside = Math.max(0, ...steps.filter((step) => !step.above).map((step) => step.labelX + LABEL))
	const maxX = Math.max(beside, lanes.right ? right + GAP.lane + (lanes.right - 1) * GAP.nextLane + 6 : right)
	for (const place of all) place.x -= minX
	return {
		states: all, width: maxX - minX, height: Math.max(NODE.height, ...all.map((place) => place.y + NODE.height)),
		steps: steps.map((step) => ({ ...step, labelX: step.labelX - minX, path: shifted(step.path, -minX) })),
	}
}

interface Room { right: number; lanes: { left: number; right: number }; used: Map<string, number> }

function route(edge: Edge, from: DrawnState, to: DrawnState, all: DrawnState[], room: Room): DrawnStep {
	const isBack = to.layer <= from.layer
	const base = { ...edge, isBack }
	if (to.layer === from.layer + 1 && to.column === from.column) return straight(base, from, to)
	if (!isBack && to.column > from.column && !all.some((place) => place.layer === from.layer && place.column > from.column)) return elbow(base, from, to, room)
	const crowded = (place: DrawnState) => all.some((other) => other.layer === place.layer && other.column > place.column)
	const onLeft = from.column === 0 && to.column === 0 && (isBack || crowded(from) || crowded(to))
	return lane(base, from, to, onLeft ? 'left' : 'right', room)
}

type Base = Edge & { isBack: boolean }

function straight(edge: Base, from: DrawnState, to: DrawnState): DrawnStep {
	const x = from.x + NODE.width / 2
	return { ...edge, path: `M ${x} ${from.y + NODE.height} L ${x} ${to.y - 2}`, labelX: x + 9, labelY: (from.y + NODE.height + to.y) / 2, anchor: 'start', above: false }
}

/** Out of the side, then down into the top of a state further right. */
function elbow(edge: Base, from: DrawnState, to: DrawnState, room: Room): DrawnStep {
	const shift = taken(room.used, `${edge.to}:top`)
	const x = to.x + NODE.width / 2 - shift * 14
	const y = from.y + NODE.height / 2
	return { ...edge, path: `M ${from.x + NODE.width} ${y} L ${x - 8} ${y} Q ${x} ${y} ${x} ${y + 8} L ${x} ${to.y - 2}`, labelX: x - 10, labelY: y - 9, anchor: 'end', above: true }
}

/** Out of one side, along a lane, and back in on the same side. */
function lane(edge: Base, from: DrawnState, to: DrawnState, side: 'left' | 'right', room: Room): DrawnStep {
	const number = room.lanes[side]++
	const out = GAP.lane + number * GAP.nextLane
	const sign = side === 'left' ? -1 : 1
	const x = side === 'left' ? -out : room.right + out
	const startX = side === 'left' ? from.x : from.x + NODE.width
	const endX = side === 'left' ? to.x - 2 : to.x + NODE.width + 2
	const startY = from.y + NODE.height / 2 + spread(taken(room.used, `${edge.from}:${side}`))
	const endY = to.y + NODE.height / 2 + spread(taken(room.used, `${edge.to}:${side}`))
	const turn = endY < startY ? -8 : 8
	const path = `M ${startX} ${startY} L ${x - sign * 8} ${startY} Q ${x} ${startY} ${x} ${startY + turn} L ${x} ${endY - turn} Q ${x} ${endY} ${x - sign * 8} ${endY} L ${endX} ${endY}`
	return { ...edge, path, labelX: startX + sign * 8, labelY: startY - 8, anchor: side === 'left' ? 'end' : 'start', above: true }
}

function taken(used: Map<string, number>, key: string): number {
	const before = used.get(key) ?? 0
	used.set(key, before + 1)
	return before
}

/** 0, +13, −13, … around the middle of a side. */
const spread = (number: number): number => (number === 0 ? 0 : (number % 2 ? 1 : -1) * Math.ceil(number / 2) * 13)

const shifted = (path: string, by: number): string =>
	path.replace(/([MLQ]) ((?:-?[\d.]+ ?)+)/g, (_whole, letter: string, numbers: string) => `${letter} ${numbers.trim().split(' ').map((text, i) => (i % 2 ? text : String(Number(text) + by))).join(' ')} `).trim()

/** A label in at most `lines` lines of about `width` letters. */
export function wrapped(text: string, width = 21, lines = 2): string[] {
	const out: string[] = []
	for (const word of text.split(/\s+/)) {
		const last = out.at(-1)
		if (last !== undefined && `${last} ${word}`.length <= width) out[out.length - 1] = `${last} ${word}`
		else out.push(word)
	}
	if (out.length <= lines) return out
	return [...out.slice(0, lines - 1), `${out.slice(lines - 1).join(' ').slice(0, width - 1)}…`]
}
