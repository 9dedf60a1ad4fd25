// Whether a delegation is in force is a matter of dates, not a stored state.
frappe.listview_settings["ISO Approval Delegation"] = {
	add_fields: ["from_date", "to_date", "withdrawn_on"],
	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (doc.withdrawn_on) return [__("Called Back"), "orange", "withdrawn_on,is,set"];
		if (doc.to_date < today) return [__("Ended"), "gray", `to_date,<,${today}`];
		if (doc.from_date > today) return [__("To Begin"), "blue", `from_date,>,${today}`];
		return [__("In Force"), "green", `to_date,>=,${today}`];
	},
};
