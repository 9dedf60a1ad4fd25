// Offers the fields of the form behind: in the rows, and all at once.
frappe.ui.form.on("Web Form", {
	refresh(frm) {
		frm.trigger("offer_fields");
		if (frm.doc.published && !frm.is_new()) frm.add_custom_button(__("See on Website"), () => window.open(`/${frm.doc.route}`));
		if (frm.doc.doc_type) frm.add_custom_button(__("Get Fields"), () => frm.trigger("take_fields"));
	},
	doc_type(frm) {
		frm.trigger("offer_fields");
	},
	async offer_fields(frm) {
		if (!frm.doc.doc_type) return;
		await frappe.model.with_doctype(frm.doc.doc_type);
		const names = fields_of(frm).map((df) => df.fieldname);
		frm.fields_dict.web_form_fields.grid.update_docfield_property("fieldname", "options", names.join("\n"));
		frm.fields_dict.list_columns.grid.update_docfield_property("fieldname", "options", ["name", ...names].join("\n"));
	},
	take_fields(frm) {
		const taken = (frm.doc.web_form_fields || []).map((row) => row.fieldname);
		for (const df of fields_of(frm)) {
			if (taken.includes(df.fieldname)) continue;
			const { fieldname, fieldtype, label, reqd, options, description } = df;
			frm.add_child("web_form_fields", { fieldname, fieldtype, label, reqd, options, description });
		}
		frm.refresh_field("web_form_fields");
	},
});

function fields_of(frm) {
	const kinds = ["Attach", "Attach Image", "Check", "Currency", "Color", "Data", "Date", "Datetime", "Duration", "Float", "Int", "Link", "Phone", "Rating", "Select", "Signature", "Small Text", "Text", "Text Editor", "Table", "Time"];
	return frappe.meta.get_docfields(frm.doc.doc_type).filter((df) => kinds.includes(df.fieldtype) && !df.hidden && !df.read_only && !df.permlevel);
}
