frappe.ui.form.on("ISO Administrative Service", {
	refresh(frm) {
		if (frm.is_new()) return;
		if (["Not Read", "Partly Read"].includes(frm.doc.steps_status)) {
			frm.set_intro(
				__("The steps could not be read completely from the published text: compare them with the tab Published Text."),
				"orange"
			);
		}
		if (!frappe.model.can_create("ISO Procedure")) return;
		frm.add_custom_button(__("New Procedure"), () =>
			frappe.new_doc("ISO Procedure", {
				service: frm.doc.name,
				title: frm.doc.title,
				code: `QT-${frm.doc.name}`,
			})
		);
	},

	steps(frm) {
		frm.set_value("steps_status", "Entered by Hand");
	},
});
