// The agency tree starts at the person's own agency, because the nodes above it are not theirs to see.
frappe.treeview_settings["ISO Agency"] = {
	get_tree_nodes: "iso_qms.iso_organisation.doctype.iso_agency.iso_agency.get_children",
	title: __("Agencies"),
	breadcrumb: "ISO Organisation",
	root_label: __("All Agencies"),
	get_tree_root: false,
	show_expand_all: true,
	onrender(node) {
		if (node.data?.title && !node.is_root) {
			node.$tree_link.find(".tree-label").text(`${node.data.value} · ${node.data.title}`);
		}
	},
};
