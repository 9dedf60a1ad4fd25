frappe.hooked_form = true
