"""Whitelisted functions of the framework that write, aimed at the records of another agency."""

import json

import frappe

from iso_qms.access.tests.attack import is_offered, try_call
from iso_qms.access.tests.attacked import DOCTYPE, AttackTestCase, Row


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

	def attempts(self) -> list[Row]:
		"""What a secretary of A could send."""
		target = {"doctype": DOCTYPE, "name": self.procedure}
		stored = frappe.get_doc(DOCTYPE, self.procedure).as_dict()
		changed = frappe.as_json({**stored, "title": "x"})
		claimed = frappe.as_json({**stored, "title": "x", "agency": self.a})
		staff = self.staff_of(self.secretary_b).name
		row = {"parent": self.procedure, "parenttype": DOCTYPE, "parentfield": "steps"}
		loose = json.dumps({"doctype": "ISO Procedure Step", **row, "step_no": 2, "step_name": "x"})
		names = json.dumps([self.procedure])
		tags = "frappe.desk.doctype.tag.tag"
		return [
			("frappe.client.set_value", {**target, "fieldname": "title", "value": "x"}),
			("frappe.client.save", {"doc": changed}),
			("frappe.client.save", {"doc": claimed}),
			("frappe.client.insert", {"doc": loose}),
			("frappe.client.insert_many", {"docs": f"[{loose}]"}),
			(
				"frappe.client.set_value",
				{
					"doctype": "ISO Procedure Step",
					"name": self.step,
					"fieldname": "step_name",
					"value": "x",
				},
			),
			("frappe.client.delete", {"doctype": "ISO Procedure Step", "name": self.step}),
			("frappe.client.delete", target),
			("frappe.client.submit", {"doc": changed}),
			("frappe.client.cancel", target),
			(
				"frappe.client.bulk_update",
				{"docs": json.dumps([{**target, "docname": self.procedure, "title": "x"}])},
			),
			(
				"frappe.client.rename_doc",
				{"doctype": DOCTYPE, "old_name": self.procedure, "new_name": "QT-X"},
			),
			(
				"frappe.client.attach_file",
				{"filename": "x.txt", "filedata": "x", "doctype": DOCTYPE, "docname": self.procedure},
			),
			(
				"frappe.handler.upload_file",
				{
					"files": {"file": ("x.txt", b"x")},
					"doctype": DOCTYPE,
					"docname": self.procedure,
					"is_private": 1,
				},
			),
			("frappe.handler.run_doc_method", _method(DOCTYPE, self.procedure, "fill_from_service")),
			("frappe.handler.run_doc_method", _method("ISO Staff Member", staff, "block_account")),
			("frappe.desk.form.save.savedocs", {"doc": changed, "action": "Save"}),
			("frappe.desk.form.save.savedocs", {"doc": changed, "action": "Submit"}),
			("frappe.desk.form.save.cancel", target),
			(
				"frappe.model.rename_doc.update_document_title",
				{"doctype": DOCTYPE, "docname": self.procedure, "title": "x"},
			),
			("frappe.model.workflow.apply_workflow", {"doc": changed, "action": "Send for Review"}),
			(
				"frappe.model.workflow.bulk_workflow_approval",
				{"docnames": names, "doctype": DOCTYPE, "action": "Send for Review"},
			),
			(
				"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
				{"doctype": DOCTYPE, "docnames": names, "action": "update", "data": '{"title": "x"}'},
			),
			("frappe.desk.reportview.delete_items", {"doctype": DOCTYPE, "items": names}),
			("frappe.share.add", {**target, "user": self.secretary_a, "write": 1}),
			(
				"frappe.share.set_permission",
				{**target, "user": self.secretary_a, "permission_to": "write"},
			),
			(
				"frappe.desk.form.assign_to.add",
				{**target, "assign_to": json.dumps([self.secretary_a]), "description": "x"},
			),
			("frappe.desk.form.assign_to.remove", {**target, "assign_to": self.secretary_b}),
			("frappe.desk.form.assign_to.close", {**target, "assign_to": self.secretary_a}),
			(
				"frappe.desk.form.utils.add_comment",
				{
					"reference_doctype": DOCTYPE,
					"reference_name": self.procedure,
					"content": "x",
					"comment_email": self.secretary_a,
					"comment_by": "x",
				},
			),
			("frappe.desk.form.utils.update_comment", {"name": self.comment, "content": "x"}),
			(
				"frappe.desk.form.utils.remove_attach",
				{"fid": self.file.name, "dt": DOCTYPE, "dn": self.procedure},
			),
			("frappe.desk.like.toggle_like", {**target, "add": "Yes"}),
			(
				"frappe.desk.form.document_follow.update_follow",
				{"doctype": DOCTYPE, "doc_name": self.procedure, "following": True},
			),
			(
				"frappe.desk.form.document_follow.follow_document",
				{"doctype": DOCTYPE, "doc_name": self.procedure, "user": self.secretary_a},
			),
			(f"{tags}.add_tag", {"tag": "x", "dt": DOCTYPE, "dn": self.procedure}),
			(f"{tags}.add_tags", {"tags": '["x"]', "dt": DOCTYPE, "docs": names}),
			(f"{tags}.remove_tag", {"tag": "gấp", "dt": DOCTYPE, "dn": self.procedure}),
			(
				"frappe.core.doctype.communication.email.make",
				{**target, "content": "x", "subject": "x", "send_email": 0},
			),
			(
				"frappe.core.api.file.move_file",
				{"file_list": json.dumps([{"name": self.file.name}]), "new_parent": "Home"},
			),
			(
				"frappe.desk.calendar.update_event",
				{
					"args": json.dumps({**target, "start": "2026-01-01"}),
					"field_map": '{"start": "effective_on"}',
				},
			),
			("frappe.client.delete", {"doctype": "File", "name": self.file.name}),
			("frappe.client.delete", {"doctype": "ToDo", "name": self.todo}),
			("frappe.client.delete", {"doctype": "Comment", "name": self.comment}),
			(
				"frappe.core.doctype.user.user.generate_keys",
				{"user": self.secretary_b},
			),
		]

	def test_nothing_of_another_agency_is_changed(self) -> None:
		"""Saving, deleting, renaming, steps, shares, tasks, comments, files, tags, follows."""
		before = self.fingerprint()
		harmful = []
		for method, args in self.attempts():
			if not is_offered(method):
				continue
			frappe.db.savepoint("iso_attempt")
			told = try_call(self.secretary_a, method, **args)
			if self.fingerprint() != before:
				harmful.append((method, told[:200]))
			frappe.db.rollback(save_point="iso_attempt")

		self.assertEqual([], harmful)


def _method(doctype: str, name: str, method: str) -> dict[str, str]:
	return {"dt": doctype, "dn": name, "method": method}
