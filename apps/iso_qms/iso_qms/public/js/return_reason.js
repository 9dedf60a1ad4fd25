// Asks why a record is returned, before the workflow moves it: the server refuses a return without
// its own reason. Loaded with the forms named in hooks.doctype_js.
frappe.provide("iso_qms");

// The server says which steps need one, so that a step that a province added is asked for, too.
iso_qms.ask_reason = function (frm) {
	const step = { doctype: frm.doctype, name: frm.docname, action: frm.selected_workflow_action };
	return frappe.xcall("iso_qms.records.reasons.asks_reason", step).then((asks) => {
		if (asks) return iso_qms.prompt_reason(frm);
	});
};

iso_qms.prompt_reason = function (frm) {
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
