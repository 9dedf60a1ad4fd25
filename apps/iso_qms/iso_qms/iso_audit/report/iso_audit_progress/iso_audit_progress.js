frappe.query_reports["ISO Audit Progress"] = {
	filters: [
		{ fieldname: "agency", label: __("Agency"), fieldtype: "Link", options: "ISO Agency" },
		{
			fieldname: "year",
			label: __("Year"),
			fieldtype: "Int",
			default: cint(frappe.datetime.get_today().slice(0, 4)),
		},
	],
};
