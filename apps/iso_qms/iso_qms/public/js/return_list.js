// Asks once why several chosen records are returned. Loaded with the lists named in
// hooks.doctype_list_js; whichever is opened first prepares them all, once.
// Stock's list knows no such moment: there a return of several is refused record by record, with the reason.
frappe.provide("iso_qms");

[
	"ISO Audit Checklist",
	"ISO Audit Finding",
	"ISO Audit Plan",
	"ISO Audit Program",
	"ISO Management Review",
	"ISO Procedure",
].forEach((doctype) => {
	const settings = (frappe.listview_settings[doctype] = frappe.listview_settings[doctype] || {});
	settings.before_workflow_action = (listview, action) =>
		iso_qms.ask_reason_for_chosen(listview, action);
});
