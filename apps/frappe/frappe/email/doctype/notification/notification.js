// The form of a notification: fields of the chosen form to choose from, and a look at what would be sent.

const BY_DATE = ["Days Before", "Days After"];
const LAYOUT = ["Section Break", "Column Break", "Tab Break", "HTML", "Button", "Heading", "Fold"];
const TABLES = ["Table", "Table MultiSelect"];

function choice(field, table) {
	const value = table ? `${field.fieldname},${table.fieldname}` : field.fieldname;
	const label = table ? `${__(table.label)}: ${__(field.label)}` : __(field.label || field.fieldname);
	return { value, label };
}

const names_people = (field) =>
	field.options === "Email" || (field.fieldtype === "Link" && field.options === "User");

async function people_of(field) {
	if (!TABLES.includes(field.fieldtype)) return names_people(field) ? [choice(field)] : [];
	await frappe.model.with_doctype(field.options);
	return frappe.meta
		.get_docfields(field.options)
		.filter(names_people)
		.map((row) => choice(row, field));
}

async function offer_fields(frm) {
	if (!frm.doc.document_type) return;
	await frappe.model.with_doctype(frm.doc.document_type);
	const fields = frappe.meta.get_docfields(frm.doc.document_type);
	const values = fields.filter((field) => !LAYOUT.includes(field.fieldtype));
	const plain = [{ value: "", label: "" }, ...values.map((field) => choice(field))];
	frm.set_df_property("value_changed", "options", plain);
	frm.set_df_property("set_property_after_alert", "options", plain);
	frm.set_df_property("date_changed", "options", [
		{ value: "", label: "" },
		...values.filter((field) => ["Date", "Datetime"].includes(field.fieldtype)).map((field) => choice(field)),
		{ value: "creation", label: __("Created On") },
		{ value: "modified", label: __("Last Updated On") },
	]);
	const people = (await Promise.all(fields.map(people_of))).flat();
	frm.fields_dict.recipients.grid.update_docfield_property("receiver_by_document_field", "options", [
		{ value: "", label: "" },
		{ value: "owner", label: __("Created By") },
		...people,
	]);
}

const line = (label, value) =>
	value ? `<p><b>${frappe.utils.escape_html(label)}</b>: ${frappe.utils.escape_html(value)}</p>` : "";

function described(shown) {
	const applies = shown.applies
		? __("The condition is met: this would be sent.")
		: __("The condition is not met: nothing would be sent.");
	const nobody = [...shown.to, ...shown.cc, ...shown.bcc].length ? "" : `<p>${__("Nobody would get it.")}</p>`;
	return [
		shown.problem ? line(__("This cannot be sent"), shown.problem) : `<p>${applies}</p>`,
		line(__("By"), shown.channels.join(", ")),
		line(__("To"), shown.to.join(", ")),
		line(__("CC"), shown.cc.join(", ")),
		line(__("BCC"), shown.bcc.join(", ")),
		nobody,
		line(__("Subject"), shown.subject),
		`<hr><div>${shown.message}</div>`,
	].join("");
}

function preview(frm) {
	const record = {
		fieldname: "document",
		fieldtype: "Link",
		options: frm.doc.document_type,
		label: __("For which record?"),
		reqd: 1,
	};
	frappe.prompt(
		record,
		async ({ document }) => {
			const answer = await frm.call("preview", { document });
			frappe.msgprint({ title: __("Nothing was sent yet"), message: described(answer.message), wide: true });
		},
		__("Preview"),
		__("Show")
	);
}

async function show_today(frm) {
	const names = await frappe.xcall(
		"frappe.email.doctype.notification.notification.get_documents_for_today",
		{ notification: frm.doc.name }
	);
	frappe.msgprint(names.length ? names.join(", ") : __("No record is due today"), __("Due today"));
}

frappe.ui.form.on("Notification", {
	setup(frm) {
		frm.set_query("document_type", () => (BY_DATE.includes(frm.doc.event) ? {} : { filters: { istable: 0 } }));
		frm.set_query("print_format", () => ({ filters: { doc_type: frm.doc.document_type } }));
		frm.set_query("sender", () => ({ filters: { enable_outgoing: 1 } }));
	},
	refresh(frm) {
		frm.toggle_display("is_standard", Boolean(frappe.boot.developer_mode || frm.doc.is_standard));
		if (frm.doc.document_type) frm.add_custom_button(__("Preview"), () => preview(frm));
		if (!frm.is_new() && BY_DATE.includes(frm.doc.event)) {
			frm.add_custom_button(__("Due today"), () => show_today(frm));
		}
		return offer_fields(frm);
	},
	document_type: (frm) => frm.trigger("refresh"),
	view_properties(frm) {
		frappe.route_options = { doc_type: frm.doc.document_type };
		frappe.set_route("customize-form");
	},
});
