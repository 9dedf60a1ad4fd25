frappe.hooked_calendar = true
