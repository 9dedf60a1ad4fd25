/** The forms on screen, newest last; frappe.model.set_value finds the form of a document here. */
import type { FormController } from '@/form/controller'

export const openForms: FormController[] = []

export function registerForm(form: FormController): () => void {
	openForms.push(form)
	return () => {
		const at = openForms.indexOf(form)
		if (at >= 0) openForms.splice(at, 1)
	}
}
