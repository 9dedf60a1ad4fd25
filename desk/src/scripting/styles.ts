/** frappe.dom.set_style: rules of a script as a constructed stylesheet, which the content policy permits. */
const byId = new Map<string, CSSStyleSheet>()

/** With an id, a later call replaces the rules of the earlier one. */
export function setStyle(css: string, id?: string): void {
	let sheet = id ? byId.get(id) : undefined
	if (!sheet) {
		sheet = new CSSStyleSheet()
		document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
		if (id) byId.set(id, sheet)
	}
	sheet.replaceSync(css)
}
