frappe.ui.form.on("ISO Audit Program", {
	setup(frm) {
		frm.set_query("department", "items", () => ({ filters: { agency: frm.doc.agency || "" } }));
	},

	refresh(frm) {
		iso_qms.show_return_reason(frm);
		if (frm.doc.workflow_state === "Approved" && frappe.model.can_create("ISO Audit Plan")) {
			frm.add_custom_button(__("Plan an Audit"), () =>
				frappe.new_doc("ISO Audit Plan", {
					program: frm.doc.name,
					agency: frm.doc.agency,
					standard: frm.doc.standard,
					title: frm.doc.title,
				})
			);
		}
	},

	before_workflow_action(frm) {
		return iso_qms.ask_reason(frm);
	},
});
