"""Fieldnames that a framework's own classes use cannot be fieldnames: stock fails on them."""

import frappe
from frappe.model.document import Document
from frappe.model.meta import Meta
from frappe.tests.utils import FrappeTestCase

# Attributes of stock's classes that another runtime need not have.
KNOWN = {"process", "set_custom_permissions", "init_field_caches", "sort_fields", "load_from_db"}
# Documents and forms hold these as plain values, on stock as well.
PLAIN = {"name", "doctype", "owner", "creation", "modified", "modified_by", "idx", "docstatus"}


class TestFieldnames(FrappeTestCase):
	def test_no_field_hides_a_method(self) -> None:
		"""A field `process` makes stock call None while it builds the form."""
		taken = (set(dir(Document)) | set(dir(Meta)) | KNOWN) - PLAIN
		modules = frappe.get_all("Module Def", {"app_name": "iso_qms"}, pluck="name")
		rows = frappe.get_all(
			"DocField",
			filters={
				"parent": ["in", frappe.get_all("DocType", {"module": ["in", modules]}, pluck="name")]
			},
			fields=["parent", "fieldname"],
		)

		self.assertTrue(rows)
		self.assertEqual([], [row for row in rows if row.fieldname in taken])
