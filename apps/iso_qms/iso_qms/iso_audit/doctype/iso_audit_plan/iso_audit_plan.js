frappe.ui.form.on("ISO Audit Plan", {
	setup(frm) {
		frm.set_query("program", () => ({ filters: { agency: frm.doc.agency || "" } }));
		frm.set_query("department", "timetable", () => ({ filters: { agency: frm.doc.agency || "" } }));
		const team = () => ({
			filters: {
				name: [
					"in",
					(frm.doc.team || [])
						.filter((row) => ["Lead Auditor", "Auditor"].includes(row.team_role))
						.map((row) => row.staff_member),
				],
			},
		});
		frm.set_query("auditor", "timetable", team);
		frm.set_query("second_auditor", "timetable", team);
	},

	refresh(frm) {
		iso_qms.show_return_reason(frm);
		const runs = ["Approved", "In Progress"].includes(frm.doc.workflow_state);
		if (runs && frappe.model.can_create("ISO Audit Checklist")) {
			frm.add_custom_button(__("New Checklist"), () =>
				frappe.new_doc("ISO Audit Checklist", {
					plan: frm.doc.name,
					agency: frm.doc.agency,
					audit_date: frm.doc.date_from,
				})
			);
		}
	},

	before_workflow_action(frm) {
		return iso_qms.ask_reason(frm);
	},
});
