// Choose a page or a report, see its roles, change them. The form itself is never stored.
async function run(frm, method) {
	const { docs } = await frm.call(method)
	const answer = (docs && docs[0]) || {}
	const roles = (answer.roles || []).map((row) => row.role) // the answer may be the document itself
	frm.doc.enable_prepared_report = answer.enable_prepared_report
	frm.clear_table("roles")
	for (const role of roles) frm.add_child("roles", { role })
	frm.refresh_fields()
}

async function show(frm) {
	const chosen = frm.doc.set_role_for === "Page" ? frm.doc.page : frm.doc.set_role_for === "Report" ? frm.doc.report : ""
	frm.clear_custom_buttons()
	if (!chosen) return
	await run(frm, "set_report_page_data")
	frm.add_custom_button(__("Keep these roles"), async () => {
		await run(frm, "update_report_page_data")
		frappe.show_alert({ message: __("Saved"), indicator: "green" })
	})
	frm.add_custom_button(__("Back to the roles that it came with"), () => run(frm, "reset_roles"))
}

frappe.ui.form.on("Role Permission for Page and Report", {
	refresh(frm) {
		frm.disable_save()
	},
	set_role_for(frm) {
		frm.set_value({ page: "", report: "" })
	},
	page: show,
	report: show,
})
