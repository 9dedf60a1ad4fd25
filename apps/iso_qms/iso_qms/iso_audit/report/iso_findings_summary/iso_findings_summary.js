frappe.query_reports["ISO Findings Summary"] = {
	filters: [
		{
			fieldname: "group_by",
			label: __("Group By"),
			fieldtype: "Select",
			options: "Clause\nSeverity\nDepartment\nAgency",
			default: "Clause",
			reqd: 1,
		},
		{ fieldname: "agency", label: __("Agency"), fieldtype: "Link", options: "ISO Agency" },
		{ fieldname: "from_date", label: __("From Date"), fieldtype: "Date" },
		{ fieldname: "to_date", label: __("To Date"), fieldtype: "Date" },
	],
};
