// Says on the form itself when scripts are switched off on this bench, and what a script of the chosen kind finds.
const HELP = {
	"DocType Event": () => [
		__("The record is in doc. What the script changes before a save is stored; frappe.throw refuses the save."),
		'if doc.end_date and doc.end_date < doc.start_date:\n    frappe.throw("The end lies before the start")',
	],
	"Scheduler Event": () => [
		__("Runs as Administrator in the background, in a process of its own."),
		'for name in frappe.get_all("ToDo", {"status": "Open"}, pluck="name"):\n    log(name)',
	],
	"Permission Query": () => [
		__("The user is in user. The SQL in conditions makes lists of this form shorter, for everybody it names."),
		"conditions = f\"owner = {frappe.db.escape(user)}\"",
	],
	API: () => [
		__("Values of the caller are in frappe.form_dict. What is put into frappe.response or frappe.flags is the answer."),
		'frappe.response["message"] = "Hello " + frappe.form_dict.name',
	],
}

function help(frm) {
	const tell = HELP[frm.doc.script_type]
	const [about, example] = tell ? tell() : [__("Choose the kind of script first."), ""]
	frm.fields_dict.help_html.html(`<p>${about}</p>${example && `<pre>${frappe.utils.escape_html(example)}</pre>`}`)
}

frappe.ui.form.on("Server Script", {
	async refresh(frm) {
		help(frm)
		const on = await frappe.xcall("frappe.core.doctype.server_script.server_script.enabled")
		if (!on) frm.set_intro(__("Server Scripts are disabled. Set server_script_enabled in common_site_config.json."), "orange")
	},
	script_type: help,
})
