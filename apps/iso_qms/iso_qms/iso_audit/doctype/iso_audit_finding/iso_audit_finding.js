frappe.ui.form.on("ISO Audit Finding", {
	setup(frm) {
		const own = () => ({ filters: { agency: frm.doc.agency || "" } });
		frm.set_query("department", own);
		frm.set_query("procedure", own);
		frm.set_query("repeats", own);
		frm.set_query("responsible", "actions", own);
	},

	refresh(frm) {
		const over = ["Closed", "Cancelled"].includes(frm.doc.workflow_state);
		if (!over && frm.doc.deadline && frm.doc.deadline < frappe.datetime.get_today()) {
			frm.set_intro(__("Overdue since {0}.", [frappe.datetime.str_to_user(frm.doc.deadline)]), "red");
		}
		const answered = frm.doc.classification !== "Observation";
		frm.toggle_reqd(["correction", "root_cause"], answered && frm.doc.workflow_state === "Issued");
	},

	before_workflow_action(frm) {
		return iso_qms.ask_reason(frm);
	},
});
