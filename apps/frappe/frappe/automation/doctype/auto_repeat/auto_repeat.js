// The form of a repetition: only forms that may be repeated, the days to come, a look at the mail.

async function show_days(frm) {
	const { message } = await frm.call("get_auto_repeat_schedule");
	const days = (message || []).map((row) => frappe.datetime.str_to_user(row.next_scheduled_date));
	frappe.msgprint(days.length ? days.slice(0, 60).join(", ") : __("No day is left"), __("Days of copies"));
}

async function show_mail(frm) {
	const { reference_doctype, reference_document, message, subject } = frm.doc;
	const shown = await frappe.xcall(
		"frappe.automation.doctype.auto_repeat.auto_repeat.generate_message_preview",
		{ reference_dt: reference_doctype, reference_doc: reference_document, message, subject }
	);
	frappe.msgprint({ title: shown.subject, message: shown.message, wide: true });
}

frappe.ui.form.on("Auto Repeat", {
	setup(frm) {
		frm.set_query("reference_doctype", () => ({
			query: "frappe.automation.doctype.auto_repeat.auto_repeat.get_auto_repeat_doctypes",
		}));
		frm.set_query("print_format", () => ({ filters: { doc_type: frm.doc.reference_doctype } }));
	},
	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Days of copies"), () => show_days(frm));
		if (frm.doc.reference_document) {
			frm.add_custom_button(__("Open {0}", [frm.doc.reference_document]), () =>
				frappe.set_route("Form", frm.doc.reference_doctype, frm.doc.reference_document)
			);
		}
	},
	preview_message: show_mail,
	async get_contacts(frm) {
		await frm.call("fetch_linked_contacts");
		frm.refresh_field("recipients");
	},
	async template(frm) {
		if (!frm.doc.template) return;
		const template = await frappe.db.get_doc("Email Template", frm.doc.template);
		frm.set_value("subject", template.subject);
		frm.set_value("message", template.use_html ? template.response_html : template.response);
	},
});
