frappe.listview_settings["ISO Administrative Service"] = {
	add_fields: ["status"],
	get_indicator(doc) {
		const colour = doc.status === "In Force" ? "green" : "gray";
		return [__(doc.status), colour, `status,=,${doc.status}`];
	},
};
