frappe.hooked_tree = true
