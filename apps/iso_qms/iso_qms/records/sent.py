"""Reads what clients send as JSON: the value, or a sentence where there is none."""

from typing import Any

import frappe
from frappe import _


def read(value: Any, argument: str) -> Any:
	"""The value of a JSON text; what is no text is taken as it is."""
	try:
		return frappe.parse_json(value)
	except ValueError:
		return _refuse(argument)


def read_list(value: Any, argument: str) -> list[str]:
	"""As `read`, a list of texts."""
	found = read(value, argument)
	if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
		return _refuse(argument)
	return found


def _refuse(argument: str) -> Any:
	frappe.throw(_("Argument {0} cannot be read.").format(argument))
