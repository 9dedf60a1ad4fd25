// Asks why records are returned, before the workflow moves them: the server refuses a return without
// its own reason. Loaded with the forms of hooks.doctype_js and the lists of hooks.doctype_list_js.
frappe.provide("iso_qms");

// The server says which steps need one, so that a step that a province added is asked for, too.
iso_qms.ask_reason = function (frm) {
	const step = { doctype: frm.doctype, name: frm.docname, action: frm.selected_workflow_action };
	return frappe.xcall("iso_qms.records.reasons.asks_reason", step).then((asks) => {
		if (!asks) return;
		return iso_qms
			.prompt_reason(frm.selected_workflow_action)
			.then((reason) => frm.set_value("return_reason", reason))
			.then(() => frm.save());
	});
};

// One reason for all chosen records of a list that need one.
iso_qms.ask_reason_for_chosen = function (listview, action) {
	const doctype = listview.doctype;
	const step = { doctype, action, names: listview.get_checked_items(true) };
	return frappe.xcall("iso_qms.records.reasons.names_asking_reason", step).then((names) => {
		if (!names.length) return;
		return iso_qms
			.prompt_reason(action)
			.then((reason) =>
				names.reduce(
					(before, name) =>
						before.then(() => frappe.db.set_value(doctype, name, "return_reason", reason)),
					Promise.resolve()
				)
			);
	});
};

iso_qms.prompt_reason = function (action) {
	// The desk freezes the page while a workflow action runs; the question must stay usable.
	frappe.dom.unfreeze();
	return new Promise((resolve) => {
		frappe.prompt(
			[{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason for Return"), reqd: 1 }],
			(values) => resolve(values.reason),
			__(action),
			__("Continue")
		);
	});
};

iso_qms.show_return_reason = function (frm) {
	if (frm.doc.return_reason && ["Draft", "Recording"].includes(frm.doc.workflow_state)) {
		frm.set_intro(__("Returned: {0}", [frappe.utils.escape_html(frm.doc.return_reason)]), "orange");
	}
};
