// The form of an assignment rule: fields of the chosen form to choose from, all days to begin with.

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const choices = (fields) => [
	{ value: "", label: "" },
	...fields.map((field) => ({ value: field.fieldname, label: __(field.label || field.fieldname) })),
];

async function offer_fields(frm) {
	if (!frm.doc.document_type) return;
	await frappe.model.with_doctype(frm.doc.document_type);
	const fields = frappe.meta.get_docfields(frm.doc.document_type);
	const dates = fields.filter((field) => ["Date", "Datetime"].includes(field.fieldtype));
	const people = fields.filter((field) => field.fieldtype === "Link" && field.options === "User");
	frm.set_df_property("due_date_based_on", "options", choices(dates));
	frm.set_df_property("field", "options", [
		...choices(people),
		{ value: "owner", label: __("Created By") },
	]);
}

frappe.ui.form.on("Assignment Rule", {
	setup(frm) {
		frm.set_query("document_type", () => ({ filters: { istable: 0, issingle: 0 } }));
	},
	refresh(frm) {
		if (frm.is_new() && !(frm.doc.assignment_days || []).length) {
			for (const day of WEEKDAYS.slice(0, 5)) frm.add_child("assignment_days", { day });
			frm.refresh_field("assignment_days");
		}
		return offer_fields(frm);
	},
	document_type: offer_fields,
});
