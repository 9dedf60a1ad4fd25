// Offers the Word templates of a form as buttons. Loaded with the forms named in hooks.doctype_js;
// whichever is opened first registers them all, once.
frappe.provide("iso_qms");

iso_qms.open_word_file = function (method, values) {
	const query = new URLSearchParams(values).toString();
	window.open(`/api/method/iso_qms.iso_printing.word.${method}?${query}`, "_blank", "noopener");
};

iso_qms.add_word_buttons = function (frm) {
	if (frm.is_new()) return;
	frappe
		.xcall("iso_qms.iso_printing.word.get_templates", { doctype: frm.doctype })
		.then((templates) =>
			(templates || []).forEach((template) =>
				frm.add_custom_button(
					template.title,
					() => iso_qms.open_word_file("download", { template: template.name, name: frm.doc.name }),
					__("Word File")
				)
			)
		);
};

if (!iso_qms.word_forms) {
	iso_qms.word_forms = [
		"ISO Audit Checklist",
		"ISO Audit Finding",
		"ISO Audit Plan",
		"ISO Audit Program",
		"ISO Management Review",
		"ISO Procedure",
	];
	iso_qms.word_forms.forEach((doctype) =>
		frappe.ui.form.on(doctype, { refresh: (frm) => iso_qms.add_word_buttons(frm) })
	);
}
