// Fills a Word template with the records that are ticked in a list. Loaded with the lists named in
// hooks.doctype_list_js; whichever is opened first prepares them all, once.
frappe.provide("iso_qms");

iso_qms.fill_chosen = function (listview) {
	const names = listview.get_checked_items(true);
	if (!names.length) {
		frappe.msgprint(__("Choose the records first."));
		return;
	}
	frappe
		.xcall("iso_qms.iso_printing.word.get_templates", { doctype: listview.doctype })
		.then((templates) => {
			if (!templates || !templates.length) {
				frappe.msgprint(__("There is no Word template for this form yet."));
				return;
			}
			iso_qms.ask_template(templates, names);
		});
};

iso_qms.ask_template = function (templates, names) {
	frappe.prompt(
		[
			{
				fieldname: "template",
				fieldtype: "Select",
				label: __("Word Template"),
				options: templates.map((each) => ({ value: each.name, label: each.title })),
				default: templates[0].name,
				reqd: 1,
			},
		],
		(values) => {
			const query = new URLSearchParams({ template: values.template, names: JSON.stringify(names) });
			const method = "iso_qms.iso_printing.word.download_several";
			window.open(`/api/method/${method}?${query.toString()}`, "_blank", "noopener");
		},
		__("Word File"),
		__("Fill")
	);
};

iso_qms.word_lists = iso_qms.word_lists || [];

iso_qms.offer_word_files = function (doctype) {
	const settings = (frappe.listview_settings[doctype] = frappe.listview_settings[doctype] || {});
	if (iso_qms.word_lists.includes(doctype)) return;
	const before = settings.onload;
	iso_qms.word_lists.push(doctype);
	settings.onload = function (listview) {
		if (before) before.call(settings, listview);
		listview.page.add_actions_menu_item(__("Word File"), () => iso_qms.fill_chosen(listview), false);
	};
};

[
	"ISO Audit Checklist",
	"ISO Audit Finding",
	"ISO Audit Plan",
	"ISO Audit Program",
	"ISO Management Review",
	"ISO Procedure",
].forEach(iso_qms.offer_word_files);
