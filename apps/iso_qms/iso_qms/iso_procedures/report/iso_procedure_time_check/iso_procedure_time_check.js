frappe.query_reports["ISO Procedure Time Check"] = {
	filters: [
		{ fieldname: "agency", label: __("Agency"), fieldtype: "Link", options: "ISO Agency" },
		{
			fieldname: "time_check",
			label: __("Time Check"),
			fieldtype: "Select",
			options: "\nNot Checked\nWithin Limit\nOver Limit",
		},
		{ fieldname: "workflow_state", label: __("Status"), fieldtype: "Link", options: "Workflow State" },
	],
};
