frappe.hooked_list = true
