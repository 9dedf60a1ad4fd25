frappe.treeview_settings["ISO Clause"] = {
	breadcrumb: "ISO Standards",
	root_label: __("All Clauses"),
	get_tree_nodes: "iso_qms.iso_standards.tree.get_children",
	filters: [
		{ fieldname: "standard", fieldtype: "Link", options: "ISO Standard", label: __("Standard") },
	],
	get_label(node) {
		return node.data && node.data.title ? node.data.title : node.label;
	},
};
