// Asks why a record is returned, before the workflow moves it: the server refuses a return without
// its own reason. Loaded with the forms named in hooks.doctype_js.
frappe.provide("iso_qms");

iso_qms.ask_reason = function (frm, actions) {
	if (!actions.includes(frm.selected_workflow_action)) return Promise.resolve();
	// The desk freezes the page while a workflow action runs; the question must stay usable.
	frappe.dom.unfreeze();
	return new Promise((resolve, reject) => {
		frappe.prompt(
			[{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason for Return"), reqd: 1 }],
			(values) => {
				frm.set_value("return_reason", values.reason)
					.then(() => frm.save())
					.then(resolve, reject);
			},
			__(frm.selected_workflow_action),
			__("Continue")
		);
	});
};

iso_qms.show_return_reason = function (frm) {
	if (frm.doc.return_reason && ["Draft", "Recording"].includes(frm.doc.workflow_state)) {
		frm.set_intro(__("Returned: {0}", [frappe.utils.escape_html(frm.doc.return_reason)]), "orange");
	}
};
