"""Whitelisted functions of the framework that write, aimed at the records of another agency."""

import json
from typing import Any

import frappe

from iso_qms.access.tests.attack import filled, is_offered, try_call
from iso_qms.access.tests.attacked import DOCTYPE, AttackTestCase, Row

TAGS = "frappe.desk.doctype.tag.tag"
TARGET = {"doctype": DOCTYPE, "name": "<name>"}
LOOSE = {
	"doctype": "ISO Procedure Step",
	"parent": "<name>",
	"parenttype": DOCTYPE,
	"parentfield": "steps",
	"step_no": 2,
	"step_name": "x",
}
# What a secretary of A could send; `<name>` and the like stand for the records of B.
ATTEMPTS: tuple[Row, ...] = (
	("frappe.client.set_value", {**TARGET, "fieldname": "title", "value": "x"}),
	("frappe.client.save", {"doc": "<changed>"}),
	("frappe.client.save", {"doc": "<claimed>"}),
	("frappe.client.insert", {"doc": LOOSE}),
	("frappe.client.insert_many", {"docs": [LOOSE]}),
	(
		"frappe.client.set_value",
		{
			"doctype": "ISO Procedure Step",
			"name": "<step>",
			"fieldname": "step_name",
			"value": "x",
		},
	),
	("frappe.client.delete", {"doctype": "ISO Procedure Step", "name": "<step>"}),
	("frappe.client.delete", TARGET),
	("frappe.client.submit", {"doc": "<changed>"}),
	("frappe.client.cancel", TARGET),
	(
		"frappe.client.bulk_update",
		{"docs": [{**TARGET, "docname": "<name>", "title": "x"}]},
	),
	(
		"frappe.client.rename_doc",
		{"doctype": DOCTYPE, "old_name": "<name>", "new_name": "QT-X"},
	),
	(
		"frappe.client.attach_file",
		{
			"filename": "x.txt",
			"filedata": "x",
			"doctype": DOCTYPE,
			"docname": "<name>",
			"is_private": 1,
		},
	),
	(
		"frappe.handler.upload_file",
		{
			"files": {"file": ("x.txt", b"x")},
			"doctype": DOCTYPE,
			"docname": "<name>",
			"is_private": 1,
		},
	),
	("frappe.handler.run_doc_method", {"dt": DOCTYPE, "dn": "<name>", "method": "fill_from_service"}),
	("frappe.handler.run_doc_method", {"dt": "ISO Staff Member", "dn": "<staff>", "method": "block_account"}),
	("frappe.desk.form.save.savedocs", {"doc": "<changed>", "action": "Save"}),
	("frappe.desk.form.save.savedocs", {"doc": "<changed>", "action": "Submit"}),
	("frappe.desk.form.save.cancel", TARGET),
	(
		"frappe.model.rename_doc.update_document_title",
		{"doctype": DOCTYPE, "docname": "<name>", "title": "x"},
	),
	("frappe.model.workflow.apply_workflow", {"doc": "<changed>", "action": "Send for Review"}),
	(
		"frappe.model.workflow.bulk_workflow_approval",
		{"docnames": ["<name>"], "doctype": DOCTYPE, "action": "Send for Review"},
	),
	(
		"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		{"doctype": DOCTYPE, "docnames": ["<name>"], "action": "update", "data": {"title": "x"}},
	),
	("frappe.desk.reportview.delete_items", {"doctype": DOCTYPE, "items": ["<name>"]}),
	("frappe.share.add", {**TARGET, "user": "<stranger>", "write": 1}),
	(
		"frappe.share.set_permission",
		{**TARGET, "user": "<stranger>", "permission_to": "write"},
	),
	(
		"frappe.desk.form.assign_to.add",
		{**TARGET, "assign_to": ["<stranger>"], "description": "x"},
	),
	("frappe.desk.form.assign_to.remove", {**TARGET, "assign_to": "<owner>"}),
	("frappe.desk.form.assign_to.close", {**TARGET, "assign_to": "<stranger>"}),
	(
		"frappe.desk.form.utils.add_comment",
		{
			"reference_doctype": DOCTYPE,
			"reference_name": "<name>",
			"content": "x",
			"comment_email": "<stranger>",
			"comment_by": "x",
		},
	),
	("frappe.desk.form.utils.update_comment", {"name": "<comment>", "content": "x"}),
	(
		"frappe.desk.form.utils.remove_attach",
		{"fid": "<file>", "dt": DOCTYPE, "dn": "<name>"},
	),
	("frappe.desk.like.toggle_like", {**TARGET, "add": "Yes"}),
	(
		"frappe.desk.form.document_follow.update_follow",
		{"doctype": DOCTYPE, "doc_name": "<name>", "following": True},
	),
	(
		"frappe.desk.form.document_follow.follow_document",
		{"doctype": DOCTYPE, "doc_name": "<name>", "user": "<stranger>"},
	),
	(f"{TAGS}.add_tag", {"tag": "x", "dt": DOCTYPE, "dn": "<name>"}),
	(f"{TAGS}.add_tags", {"tags": ["x"], "dt": DOCTYPE, "docs": ["<name>"]}),
	(f"{TAGS}.remove_tag", {"tag": "gấp", "dt": DOCTYPE, "dn": "<name>"}),
	(
		"frappe.core.doctype.communication.email.make",
		{**TARGET, "content": "x", "subject": "x", "send_email": 0},
	),
	(
		"frappe.core.api.file.move_file",
		{"file_list": [{"name": "<file>"}], "new_parent": "Home"},
	),
	(
		"frappe.desk.calendar.update_event",
		{
			"args": {**TARGET, "start": "2026-01-01"},
			"field_map": {"start": "effective_on"},
		},
	),
	("frappe.client.delete", {"doctype": "File", "name": "<file>"}),
	("frappe.client.delete", {"doctype": "ToDo", "name": "<todo>"}),
	("frappe.client.delete", {"doctype": "Comment", "name": "<comment>"}),
	(
		"frappe.core.doctype.user.user.generate_keys",
		{"user": "<owner>"},
	),
)

# With these the owner changes the record; the others need more than a secretary's rights.
REACHING = (
	"frappe.client.attach_file",
	"frappe.client.delete",
	"frappe.client.save",
	"frappe.client.set_value",
	"frappe.desk.form.save.savedocs",
	"frappe.desk.form.utils.add_comment",
	"frappe.handler.upload_file",
	f"{TAGS}.add_tag",
)


class TestWriting(AttackTestCase):
	def fingerprint(self) -> list:
		"""Everything of B that an attack could have changed."""
		about = {
			"Comment": ("reference_doctype", "reference_name"),
			"Communication": ("reference_doctype", "reference_name"),
			"DocShare": ("share_doctype", "share_name"),
			"Document Follow": ("ref_doctype", "ref_docname"),
			"File": ("attached_to_doctype", "attached_to_name"),
			"Tag Link": ("document_type", "document_name"),
			"ToDo": ("reference_type", "reference_name"),
			"ISO Procedure Step": ("parenttype", "parent"),
		}
		rows = frappe.get_all(DOCTYPE, {"name": self.procedure}, ["*"])
		rows += frappe.get_all("ISO Department", {"name": self.department_b}, ["*"])
		rows += frappe.get_all("User", {"name": self.secretary_b}, ["name", "enabled", "modified"])
		rows += frappe.get_all("ISO Staff Member", {"user": self.secretary_b}, ["*"])
		for doctype, (type_field, name_field) in about.items():
			if frappe.db.exists("DocType", doctype):
				filters = {type_field: DOCTYPE, name_field: self.procedure}
				rows += frappe.get_all(doctype, filters, ["*"], order_by="name")
		return json.loads(json.dumps(rows, default=str))

	def known(self) -> dict[str, Any]:
		"""What the words in angle brackets stand for."""
		stored = frappe.get_doc(DOCTYPE, self.procedure).as_dict()
		return {
			"name": self.procedure,
			"step": self.step,
			"comment": self.comment,
			"file": self.file.name,
			"todo": self.todo,
			"staff": self.staff_of(self.secretary_b).name,
			"owner": self.secretary_b,
			"stranger": self.secretary_a,
			"changed": frappe.as_json({**stored, "title": "x"}),
			"claimed": frappe.as_json({**stored, "title": "x", "agency": self.a}),
		}

	def changed_by(self, user: str) -> list[tuple[str, str]]:
		"""The calls with which the user changed something of B, and what was answered."""
		before = self.fingerprint()
		known = self.known()
		found = []
		for method, args in ATTEMPTS:
			if not is_offered(method):
				continue
			frappe.db.savepoint("iso_attempt")
			told = try_call(user, method, **filled(args, known))
			if self.fingerprint() != before:
				found.append((method, told[:200]))
			frappe.db.rollback(save_point="iso_attempt")
		return found

	def test_nothing_of_another_agency_is_changed(self) -> None:
		"""Saving, deleting, renaming, steps, shares, tasks, comments, files, tags, follows."""
		self.assertEqual([], self.changed_by(self.secretary_a))

	def test_owner_changes_with_the_same_calls(self) -> None:
		"""The calls reach their target: the refusals above are worth something."""
		methods = {method for method, _told in self.changed_by(self.secretary_b)}

		self.assertEqual(set(), set(REACHING) - methods)
