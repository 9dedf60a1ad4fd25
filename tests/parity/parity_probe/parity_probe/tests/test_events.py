"""The order of events as an app's hook hears it."""

import frappe

from parity_probe import recorder
from parity_probe.tests.base import ProbeCase, make

INSERT = [
	"before_insert",
	"before_naming",
	"autoname",
	"before_validate",
	"validate",
	"before_save",
	"after_insert",
	"on_update",
	"on_change",
]


class TestEvents(ProbeCase):
	def test_insert_of_a_draft(self):
		make("Probe Record")
		self.assertEqual(recorder.take(), INSERT)

	def test_insert_as_submitted(self):
		make("Probe Record", docstatus=1)
		expected = [event if event != "before_save" else "before_submit" for event in INSERT]
		expected.insert(expected.index("on_update") + 1, "on_submit")
		self.assertEqual(recorder.take(), expected)

	def test_set_name_skips_naming(self):
		frappe.get_doc({"doctype": "Probe Record"}).insert(set_name=frappe.generate_hash(length=8))
		self.assertEqual(
			recorder.take(),
			[event for event in INSERT if event not in ("before_naming", "autoname")],
		)

	def test_each_step_of_a_submittable_record(self):
		doc = make("Probe Record", title_text="a")
		recorder.take()
		doc.title_text = "b"
		doc.save()
		self.assertEqual(
			recorder.take(),
			["before_validate", "validate", "before_save", "on_update", "on_change"],
		)
		doc.submit()
		self.assertEqual(
			recorder.take(),
			["before_validate", "validate", "before_submit", "on_update", "on_submit", "on_change"],
		)
		doc.open_field = "x"
		doc.save()
		self.assertEqual(
			recorder.take(), ["before_update_after_submit", "on_update_after_submit", "on_change"]
		)
		doc.cancel()
		self.assertEqual(recorder.take(), ["before_cancel", "on_cancel", "on_change"])

	def test_amendment(self):
		doc = make("Probe Record")
		doc.submit()
		doc.cancel()
		copy = frappe.copy_doc(doc)
		copy.amended_from, copy.docstatus = doc.name, 0
		recorder.take()
		copy.insert()
		self.assertEqual(recorder.take(), [event for event in INSERT if event != "autoname"])
		self.assertEqual(copy.name, f"{doc.name}-1")

	def test_direct_writes(self):
		doc = make("Probe Record")
		recorder.take()
		doc.db_set("title_text", "x")
		self.assertEqual(recorder.take(), ["before_change", "on_change"])
		frappe.db.set_value("Probe Record", doc.name, "title_text", "y")
		doc.reload()
		self.assertEqual(recorder.take(), [])

	def test_delete(self):
		doc = make("Probe Record")
		recorder.take()
		frappe.delete_doc("Probe Record", doc.name)
		self.assertEqual(recorder.take(), ["on_trash", "on_change", "after_delete"])

	def test_refused_steps(self):
		doc = make("Probe Record")
		doc.docstatus = 2
		self.assertRaises(frappe.DocstatusTransitionError, doc.save)
		doc.reload()
		doc.submit()
		doc.title_text = "changed"
		self.assertRaises(frappe.UpdateAfterSubmitError, doc.save)
		doc.reload()
		self.assertRaises(frappe.ValidationError, frappe.delete_doc, "Probe Record", doc.name)
		doc.cancel()
		doc.open_field = "x"
		self.assertRaises(frappe.ValidationError, doc.save)

	def test_who_saved_first_wins(self):
		name = make("Probe Record").name
		first, second = frappe.get_doc("Probe Record", name), frappe.get_doc("Probe Record", name)
		first.title_text = "first"
		first.save()
		second.title_text = "second"
		self.assertRaises(frappe.TimestampMismatchError, second.save)
