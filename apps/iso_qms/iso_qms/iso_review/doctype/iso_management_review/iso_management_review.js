frappe.ui.form.on("ISO Management Review", {
	setup(frm) {
		const own = () => ({ filters: { agency: frm.doc.agency || "" } });
		["chair", "secretary"].forEach((fieldname) => frm.set_query(fieldname, own));
		frm.set_query("staff_member", "participants", own);
		frm.set_query("prepared_by", "inputs", own);
		frm.set_query("responsible", "outputs", own);
		frm.set_query("department", "outputs", own);
	},

	refresh(frm) {
		iso_qms.show_return_reason(frm);
		if (!frm.is_new() && ["Draft", "Approved", "Held"].includes(frm.doc.workflow_state)) {
			frm.add_custom_button(__("Take Figures"), () =>
				frm.call("take_snapshot").then(() => frm.reload_doc())
			);
		}
	},

	before_workflow_action(frm) {
		return iso_qms.ask_reason(frm);
	},
});
