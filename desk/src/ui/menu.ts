/** The shape of one line in a menu. */
import type { Component } from 'vue'

export interface MenuItem {
	label: string
	run?: () => void
	icon?: Component
	hint?: string
	keys?: string
	disabled?: boolean
	danger?: boolean
	separated?: boolean
}
