frappe.query_reports["ISO Activity by Agency"] = {
	filters: [
		{
			fieldname: "year",
			label: __("Year"),
			fieldtype: "Int",
			default: cint(frappe.datetime.get_today().slice(0, 4)),
		},
		{
			fieldname: "level",
			label: __("Agency Level"),
			fieldtype: "Select",
			options:
				"\nMinistry\nProvince\nProvincial Department\nBranch Or Public Service Unit\nDistrict\nCommune",
		},
	],
};
