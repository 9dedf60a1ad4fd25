"""Short ways to write the columns of script reports."""

from frappe import _


def column(
	fieldname: str, label: str, fieldtype: str = "Data", options: str = "", width: int = 120
) -> dict:
	"""One column; `label` is the English source text."""
	return {
		"fieldname": fieldname,
		"label": _(label),
		"fieldtype": fieldtype,
		"options": options,
		"width": width,
	}


def link(fieldname: str, label: str, doctype: str, width: int = 150) -> dict:
	"""A column that opens a record."""
	return column(fieldname, label, "Link", doctype, width)


def choice(fieldname: str, label: str, width: int = 140) -> dict:
	"""A column of states or choices: desks translate what a Select column holds."""
	return column(fieldname, label, "Select", "", width)


def count(fieldname: str, label: str, width: int = 100) -> dict:
	"""A column of whole numbers."""
	return column(fieldname, label, "Int", "", width)
