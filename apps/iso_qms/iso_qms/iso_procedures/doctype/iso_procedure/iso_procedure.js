frappe.ui.form.on("ISO Procedure", {
	setup(frm) {
		const own = () => ({ filters: { agency: frm.doc.agency || "" } });
		frm.set_query("department", own);
		frm.set_query("department", "steps", own);
		frm.set_query("responsible", "steps", own);
		frm.set_query("service", () => ({ filters: { status: "In Force" } }));
	},

	refresh(frm) {
		iso_qms.show_return_reason(frm);
		if (frm.is_new()) return;
		if (frm.doc.time_check === "Over Limit") {
			frm.set_intro(__("The steps take longer than the legal time limit."), "red");
		}
		if (frm.doc.workflow_state === "Draft" && frm.doc.service && !(frm.doc.steps || []).length) {
			frm.add_custom_button(__("Copy from Service"), () =>
				frm.call("fill_from_service").then(() => frm.reload_doc())
			);
		}
		const current = frm.doc.workflow_state === "Effective" && !frm.doc.superseded_by;
		if (current && frappe.model.can_create("ISO Procedure")) {
			frm.add_custom_button(__("New Version"), () =>
				frm.call("make_new_version").then((r) => {
					if (r.message) frappe.set_route("Form", "ISO Procedure", r.message);
				})
			);
		}
	},

	procedure_kind(frm) {
		if (frm.doc.procedure_kind !== "Administrative Service") frm.set_value("service", "");
	},

	before_workflow_action(frm) {
		return iso_qms.ask_reason(frm);
	},
});

frappe.ui.form.on("ISO Procedure Step", {
	steps_add(frm, cdt, cdn) {
		const numbers = (frm.doc.steps || []).map((row) => row.step_no || 0);
		frappe.model.set_value(cdt, cdn, "step_no", Math.max(0, ...numbers) + 1);
	},
});
