frappe.pages["hooked-board"].on_page_load = () => {};
