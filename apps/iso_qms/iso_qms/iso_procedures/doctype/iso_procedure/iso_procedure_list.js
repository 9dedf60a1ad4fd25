frappe.listview_settings["ISO Procedure"] = {
	add_fields: ["time_check", "workflow_state"],
	formatters: {
		title(value, df, doc) {
			const text = frappe.utils.escape_html(value || "");
			return doc.time_check === "Over Limit" ? `${text} (${__("Over Limit")})` : text;
		},
	},
};
