"""Decides which fields of a record really differ from the stored ones.

A form sends dates as text and empty fields as "" or nothing: both count as unchanged.
"""

from collections.abc import Iterable

import frappe
from frappe.model import no_value_fields, table_fields
from frappe.utils import cast, cstr


def changed_fields(
	doc, before, skip: tuple[str, ...] = (), only: Iterable[str] | None = None
) -> list[str]:
	"""Fieldnames, in form order, whose value differs between `doc` and its stored twin.

	skip: fields that are not looked at. only: when given, the only ones that are.
	"""
	changed = []
	for field in doc.meta.fields:
		if field.fieldname in skip or (only is not None and field.fieldname not in only):
			continue
		if field.is_virtual or not _holds_data(field.fieldtype):
			continue
		if _value(doc, field) != _value(before, field):
			changed.append(field.fieldname)
	return changed


def _holds_data(fieldtype: str) -> bool:
	return fieldtype in table_fields or fieldtype not in no_value_fields


def _value(doc, field):
	if field.fieldtype not in table_fields:
		return plain(doc.get(field.fieldname), field.fieldtype)
	columns = [f for f in frappe.get_meta(field.options).fields if _holds_data(f.fieldtype)]
	return [
		tuple(plain(row.get(column.fieldname), column.fieldtype) for column in columns)
		for row in doc.get(field.fieldname) or []
	]


def plain(value, fieldtype: str):
	"""The value in one comparable shape; None for everything that means empty."""
	if value is None or value == "":
		return None
	value = cast(fieldtype, value)
	if isinstance(value, str):
		return cstr(value).strip().replace("\r\n", "\n") or None
	return value or None
