frappe.ui.form.on("ISO Audit Checklist", {
	setup(frm) {
		frm.set_query("plan", () => ({ filters: { workflow_state: ["in", ["Approved", "In Progress"]] } }));
		frm.set_query("department", () => ({ filters: { agency: frm.doc.agency || "" } }));
		frm.set_query("auditee_rep", () => ({
			filters: { agency: frm.doc.agency || "", department: frm.doc.department || "" },
		}));
	},

	refresh(frm) {
		iso_qms.show_return_reason(frm);
		if (frm.is_new() || !["Not Started", "Recording"].includes(frm.doc.workflow_state)) return;
		frm.add_custom_button(__("Fill Lines"), () => frm.call("fill_lines").then(() => frm.reload_doc()));
		const open = (frm.doc.lines || []).filter(
			(row) => ["Minor", "Major", "Observation"].includes(row.finding_type) && !row.finding
		);
		if (open.length) {
			frm.add_custom_button(__("Raise Finding"), () => iso_qms.raise_finding(frm, open));
		}
	},

	before_workflow_action(frm) {
		return iso_qms.ask_reason(frm);
	},
});

frappe.provide("iso_qms");

iso_qms.raise_finding = function (frm, rows) {
	if (frm.is_dirty()) {
		frappe.msgprint(__("Save the checklist first."));
		return;
	}
	const label = (row) => `${row.idx}. ${row.question}`;
	frappe.prompt(
		[{ fieldname: "line", fieldtype: "Select", label: __("Line"), options: rows.map(label), reqd: 1 }],
		(values) => {
			const row = rows.find((candidate) => label(candidate) === values.line);
			frm.call("raise_finding", { line: row.name }).then((r) => {
				if (r.message) frappe.set_route("Form", "ISO Audit Finding", r.message);
			});
		},
		__("Raise Finding"),
		__("Continue")
	);
};
