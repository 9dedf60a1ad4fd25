frappe.hooked_page = true;
