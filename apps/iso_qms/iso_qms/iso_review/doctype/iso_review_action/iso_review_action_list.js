frappe.listview_settings["ISO Review Action"] = {
	add_fields: ["status", "due_date"],
	get_indicator(doc) {
		const running = ["Open", "In Progress"].includes(doc.status);
		if (running && doc.due_date && doc.due_date < frappe.datetime.get_today()) {
			return [__("Overdue"), "red", `status,in,Open,In Progress|due_date,<,Today`];
		}
		const colours = { Open: "orange", "In Progress": "blue", Done: "green", Cancelled: "gray" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
