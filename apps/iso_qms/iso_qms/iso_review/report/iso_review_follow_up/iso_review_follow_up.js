frappe.query_reports["ISO Review Follow-up"] = {
	filters: [
		{ fieldname: "agency", label: __("Agency"), fieldtype: "Link", options: "ISO Agency" },
		{
			fieldname: "status",
			label: __("Status"),
			fieldtype: "Select",
			options: "\nOpen\nIn Progress\nDone\nCancelled",
		},
		{ fieldname: "overdue", label: __("Overdue Only"), fieldtype: "Check" },
	],
};
