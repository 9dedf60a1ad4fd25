"""Names, defaults, casting, links, rows, singles, trees and versions."""

import datetime
import json

import frappe
from frappe.utils import getdate
from frappe.utils.nestedset import (
	NestedSetRecursionError,
	get_ancestors_of,
	get_descendants_of,
)

from parity_probe.tests.base import ProbeCase, make


def stored(**values):
	return frappe.get_doc("Probe Record", make("Probe Record", **values).name)


class TestValues(ProbeCase):
	def test_casting(self):
		doc = stored(
			count_of="12",
			amount="1,234.5",
			done="5",
			day="2026-01-02",
			moment="2026-01-02 03:04:05",
			clock="09:08:07",
			status=" Open ",
		)
		self.assertEqual((doc.count_of, doc.amount, doc.done), (12, 1234.5, 1))
		self.assertEqual(doc.day, datetime.date(2026, 1, 2))
		self.assertEqual(doc.moment, datetime.datetime(2026, 1, 2, 3, 4, 5))
		self.assertEqual(doc.clock, datetime.timedelta(hours=9, minutes=8, seconds=7))
		self.assertEqual(doc.status, "Open")

	def test_empty_values(self):
		doc = stored(count_of=None, amount="", day="", status="")
		self.assertEqual((doc.count_of, doc.amount, doc.day, doc.done), (0, 0.0, None, 1))

	def test_refused_values(self):
		for values, error in (
			({"status": "Half"}, frappe.ValidationError),
			({"rows": [{"qty": 1}]}, frappe.MandatoryError),
			({"title_text": "x" * 141}, frappe.CharacterLengthExceededError),
			({"count_of": 2**31}, frappe.CharacterLengthExceededError),
			({"title_text": ["a"]}, frappe.ValidationError),
		):
			with self.assertRaises(error, msg=str(values)):
				make("Probe Record", **values)

	def test_fetch_from(self):
		doc = stored(
			master="M1", fetched="typed", filled="typed", rows=[{"item": "a", "master": "M2"}]
		)
		self.assertEqual((doc.fetched, doc.filled, doc.rows[0].note), ("First", "typed", "Second"))

	def test_set_only_once(self):
		doc = stored(once="a")
		doc.once = "b"
		self.assertRaises(frappe.CannotChangeConstantError, doc.save)

	def test_rows(self):
		doc = stored(rows=[{"item": "a", "qty": 1}, {"item": "b"}])
		kept = doc.rows[1].name
		doc.remove(doc.rows[0])
		doc.append("rows", {"item": "c"})
		doc.save()
		rows = frappe.get_doc("Probe Record", doc.name).rows
		self.assertEqual([(row.idx, row.item) for row in rows], [(1, "b"), (2, "c")])
		self.assertEqual(rows[0].name, kept)

	def test_version(self):
		doc = stored(title_text="a", rows=[{"item": "x", "qty": 1}])
		doc.title_text = "b"
		doc.rows[0].qty = 2
		doc.append("rows", {"item": "y"})
		doc.save(ignore_version=False)
		data = json.loads(
			frappe.get_last_doc(
				"Version", {"ref_doctype": "Probe Record", "docname": doc.name}
			).data
		)
		self.assertEqual(data["changed"], [["title_text", "a", "b"]])
		self.assertEqual(data["row_changed"], [["rows", 0, doc.rows[0].name, [["qty", 1, 2]]]])
		self.assertEqual(data["added"][0][1]["item"], "y")

	def test_names(self):
		first, second = make("Probe Record").name, make("Probe Record", name="MINE").name
		self.assertEqual(int(second.split("-")[1]), int(first.split("-")[1]) + 1)
		self.assertRaises(frappe.DuplicateEntryError, make, "Probe Master", code="m1")
		self.assertRaises(frappe.NameError, make, "Probe Master", code="a<b")
		self.assertRaises(frappe.ValidationError, make, "Probe Master", code=" ")

	def test_rename_and_merge(self):
		make("Probe Master", code="OLD", title_text="t")
		doc = make("Probe Record", master="OLD")
		self.assertEqual(frappe.rename_doc("Probe Master", "OLD", "NEW"), "NEW")
		self.assertEqual(frappe.db.get_value("Probe Record", doc.name, "master"), "NEW")
		frappe.rename_doc("Probe Master", "NEW", "M1", merge=True)
		self.assertEqual(frappe.db.get_value("Probe Record", doc.name, "master"), "M1")
		self.assertFalse(frappe.db.exists("Probe Master", "NEW"))

	def test_linked_records_stay(self):
		make("Probe Master", code="KEPT")
		make("Probe Record", master="KEPT")
		self.assertRaises(frappe.LinkExistsError, frappe.delete_doc, "Probe Master", "KEPT")

	def test_single(self):
		doc = frappe.get_doc("Probe Settings")
		doc.update({"limit_of": "7", "word": "w", "day": "2026-01-02", "flag": 1})
		doc.save()
		again = frappe.get_doc("Probe Settings")
		self.assertEqual((again.limit_of, again.word, again.flag), (7, "w", 1))
		self.assertEqual(
			getdate(frappe.db.get_single_value("Probe Settings", "day")), datetime.date(2026, 1, 2)
		)

	def test_tree(self):
		for name, parent in (("t", None), ("t1", "t"), ("t2", "t"), ("t11", "t1")):
			make("Probe Node", node_name=name, parent_probe_node=parent, is_group=1)
		self.assertEqual(get_descendants_of("Probe Node", "t"), ["t2", "t11", "t1"])
		doc = frappe.get_doc("Probe Node", "t1")
		doc.parent_probe_node = "t2"
		doc.save()
		self.assertEqual(get_ancestors_of("Probe Node", "t11"), ["t1", "t2", "t"])
		doc.parent_probe_node = "t11"
		self.assertRaises(NestedSetRecursionError, doc.save)
		self.assertRaises(frappe.ValidationError, frappe.delete_doc, "Probe Node", "t2")
