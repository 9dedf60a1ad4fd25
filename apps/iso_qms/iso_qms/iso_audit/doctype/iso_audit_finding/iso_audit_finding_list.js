frappe.listview_settings["ISO Audit Finding"] = {
	add_fields: ["deadline", "workflow_state"],
	formatters: {
		deadline(value, df, doc) {
			if (!value) return "";
			const text = frappe.datetime.str_to_user(value);
			const over = ["Closed", "Cancelled"].includes(doc.workflow_state);
			return !over && value < frappe.datetime.get_today() ? `${text} (${__("Overdue")})` : text;
		},
	},
};
