// Buttons and choices of a delegation; the server decides again.
frappe.ui.form.on("ISO Approval Delegation", {
	setup(frm) {
		const colleagues = () => ({ filters: { agency: frm.doc.agency || "", account_status: "Active" } });
		frm.set_query("from_person", colleagues);
		frm.set_query("to_person", colleagues);
	},

	refresh(frm) {
		if (frm.is_new()) return;
		const today = frappe.datetime.get_today();
		if (frm.doc.withdrawn_on) {
			frm.set_intro(__("This delegation was withdrawn."), "orange");
		} else if (frm.doc.to_date < today) {
			frm.set_intro(__("This delegation has ended."), "blue");
		} else {
			frm.set_intro(frm.doc.from_date > today ? __("This delegation has not begun yet.") : __("This delegation is in force."), "green");
			if (frm.perm[0]?.write) {
				frm.add_custom_button(__("Withdraw"), () =>
					frappe.confirm(__("End this delegation now?"), () => frm.call("withdraw").then(() => frm.reload_doc()))
				);
			}
		}
	},
});
