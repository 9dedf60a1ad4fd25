from frappe.utils.nestedset import NestedSet


class ProbeNode(NestedSet):
	pass
