"""Refuses rows that point to departments or people of another agency."""

import frappe
from frappe import _

from iso_qms.records.errors import ForeignAgencyError


def validate_rows_of_agency(doc, table: str, *fieldnames: str) -> None:
	"""Every link of `fieldnames` in the child table must belong to `doc.agency`."""
	meta = frappe.get_meta(doc.meta.get_field(table).options)
	for fieldname in fieldnames:
		field = meta.get_field(fieldname)
		names = {row.get(fieldname) for row in doc.get(table) if row.get(fieldname)}
		if not names:
			continue
		home = dict(
			frappe.get_all(
				field.options,
				filters={"name": ["in", sorted(names)]},
				fields=["name", "agency"],
				as_list=True,
			)
		)
		for row in doc.get(table):
			_refuse_foreign(doc, row, field, home)


def _refuse_foreign(doc, row, field, home: dict[str, str]) -> None:
	linked = row.get(field.fieldname)
	if not linked or home.get(linked) == doc.agency:
		return
	frappe.throw(
		_(
			"Row {0}, {1}: {2} does not belong to agency {3}. Choose one of the agency itself."
		).format(row.idx, _(field.label), frappe.bold(linked), frappe.bold(doc.agency)),
		ForeignAgencyError,
	)
