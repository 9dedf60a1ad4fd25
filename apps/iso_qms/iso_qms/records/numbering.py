"""Decides the names of records: plain ASCII, counted per agency and year."""

import re

import frappe
from frappe import _
from frappe.model.naming import getseries
from frappe.utils import cstr

ASCII_CODE = re.compile(r"[A-Za-z0-9]+(?:[.\-_][A-Za-z0-9]+)*")


def next_name(prefix: str, *parts: object, digits: int = 3) -> str:
	"""`prefix-part-part-001`; the counter belongs to everything before it."""
	key = "-".join([prefix, *(str(part) for part in parts)]) + "-"
	return key + getseries(key, digits)


def validate_ascii_code(value: str | None, label: str) -> None:
	"""Codes become names and addresses: accents would make two databases disagree on them."""
	if ASCII_CODE.fullmatch(cstr(value)):
		return
	frappe.throw(
		_(
			"{0} {1} is not usable as a code: use letters without accents, digits, dots and "
			"hyphens."
		).format(_(label), frappe.bold(value or "")),
		title=_("Invalid Code"),
	)
