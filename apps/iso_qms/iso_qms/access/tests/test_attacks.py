"""Whitelisted functions of the framework, aimed at the records of another agency.

Each row is tried by the secretary of A and by the secretary of B, whose records they are: the
owner's answer proves that the call reaches its target.
"""

import json
from typing import Any

import frappe

from iso_qms.access import roles
from iso_qms.access.tests.attack import answer, call, is_offered, try_call
from iso_qms.access.tests.province import ProvinceTestCase
from iso_qms.tests.factories import as_user, make_user

SECRET = "Bimat4711"
DOCTYPE = "ISO Procedure"
Row = tuple[str, dict[str, Any]]

# {name}, {department} … stand for the records of B. The owner is shown the secret by each.
READS: tuple[Row, ...] = (
	("frappe.client.get", {"doctype": DOCTYPE, "name": "{name}"}),
	("frappe.client.get", {"doctype": DOCTYPE, "filters": '{{"name": "{name}"}}'}),
	("frappe.client.get_value", {"doctype": DOCTYPE, "fieldname": "title", "filters": "{name}"}),
	("frappe.client.get_list", {"doctype": DOCTYPE, "fields": '["title"]', "limit_page_length": 0}),
	(
		"frappe.client.get_list",
		{
			"doctype": "ISO Procedure Step",
			"parent": DOCTYPE,
			"fields": '["step_name"]',
			"limit_page_length": 0,
		},
	),
	("frappe.client.get_list", {"doctype": "File", "fields": '["*"]', "limit_page_length": 0}),
	("frappe.client.get_list", {"doctype": "ToDo", "fields": '["*"]', "limit_page_length": 0}),
	(
		"frappe.client.validate_link",
		{"doctype": DOCTYPE, "docname": "{name}", "fields": '["title"]'},
	),
	("frappe.desk.form.load.getdoc", {"doctype": DOCTYPE, "name": "{name}"}),
	("frappe.desk.form.load.get_docinfo", {"doctype": DOCTYPE, "name": "{name}"}),
	(
		"frappe.desk.reportview.get",
		{"doctype": DOCTYPE, "fields": '["`tabISO Procedure`.`title`"]'},
	),
	("frappe.desk.reportview.get_list", {"doctype": DOCTYPE, "fields": '["title"]'}),
	("frappe.desk.search.search_link", {"doctype": DOCTYPE, "txt": SECRET}),
	("frappe.desk.search.search_link", {"doctype": "ISO Department", "txt": SECRET}),
	("frappe.desk.search.get_link_title", {"doctype": DOCTYPE, "docname": "{name}"}),
	(
		"frappe.desk.query_report.get_data_for_custom_field",
		{"doctype": DOCTYPE, "field": "title"},
	),
	("frappe.www.printview.get_html_and_style", {"doc": DOCTYPE, "name": "{name}"}),
	("frappe.core.api.file.get_files_by_search_text", {"text": SECRET.lower()}),
	("frappe.handler.download_file", {"file_url": "{file_url}"}),
)

# As above; the owner is shown at least the name of a record.
NAMES: tuple[Row, ...] = (
	("frappe.desk.doctype.tag.tag.get_tagged_docs", {"doctype": DOCTYPE, "tag": "%gấp%"}),
	("frappe.desk.doctype.tag.tag.get_documents_for_tag", {"tag": "#gấp"}),
	("frappe.client.get_list", {"doctype": "User", "limit_page_length": 0}),
	("frappe.desk.search.search_link", {"doctype": "User", "txt": "{user}"}),
	("frappe.desk.search.get_names_for_mentions", {"search_term": SECRET}),
	(
		"frappe.core.doctype.user.user.user_query",
		{
			"doctype": "User",
			"txt": "",
			"searchfield": "name",
			"start": 0,
			"page_len": 5000,
			"filters": {},
		},
	),
)

# What any answer could hold; the owner may be told nothing either (nothing set up for it).
OTHERS: tuple[Row, ...] = (
	(
		"frappe.client.get_list",
		{"doctype": "Comment", "fields": '["content"]', "limit_page_length": 0},
	),
	("frappe.client.get_list", {"doctype": "Version", "fields": '["*"]', "limit_page_length": 0}),
	("frappe.desk.form.linked_with.get", {"doctype": "ISO Department", "docname": "{department}"}),
	(
		"frappe.desk.form.linked_with.get_submitted_linked_docs",
		{"doctype": "ISO Department", "name": "{department}"},
	),
	("frappe.desk.link_preview.get_preview_data", {"doctype": DOCTYPE, "docname": "{name}"}),
	("frappe.desk.form.load.get_communications", {"doctype": DOCTYPE, "name": "{name}"}),
	("frappe.utils.global_search.search", {"text": SECRET}),
	("frappe.utils.global_search.web_search", {"text": SECRET}),
	("frappe.share.get_users", {"doctype": DOCTYPE, "name": "{name}"}),
	("frappe.core.api.file.get_files_in_folder", {"folder": "Home/Attachments"}),
	(
		"frappe.core.api.file.get_attached_images",
		{"doctype": DOCTYPE, "names": '["{name}"]'},
	),
	("frappe.www.list.get", {"doctype": DOCTYPE}),
	("frappe.www.list.get_list_data", {"doctype": DOCTYPE}),
	("frappe.email.get_contact_list", {"txt": "", "page_length": 5000}),
	("frappe.client.get_list", {"doctype": "Contact", "fields": '["*"]', "limit_page_length": 0}),
	("frappe.desk.search.search_link", {"doctype": "Contact", "txt": SECRET}),
	(
		"frappe.contacts.doctype.contact.contact.contact_query",
		{
			"doctype": "Contact",
			"txt": SECRET,
			"searchfield": "name",
			"start": 0,
			"page_len": 5000,
			"filters": {},
		},
	),
	(
		"frappe.desk.doctype.notification_log.notification_log.get_notification_logs",
		{"limit": 500},
	),
	(
		"frappe.core.doctype.data_export.exporter.export_data",
		{"doctype": DOCTYPE, "with_data": 1, "file_type": "CSV"},
	),
	(
		"frappe.core.doctype.data_import.data_import.download_template",
		{
			"doctype": DOCTYPE,
			"export_fields": '{{"ISO Procedure": ["name", "title"]}}',
			"export_records": "all",
			"file_type": "CSV",
		},
	),
	(
		"frappe.desk.calendar.get_events",
		{
			"doctype": DOCTYPE,
			"start": "2000-01-01",
			"end": "2100-01-01",
			"field_map": '{{"start": "creation", "end": "modified", "id": "name"}}',
			"fields": '["name", "title", "creation", "modified"]',
		},
	),
	(
		"frappe.desk.reportview.export_query",
		{
			"doctype": DOCTYPE,
			"fields": '["`tabISO Procedure`.`title`"]',
			"title": DOCTYPE,
			"file_format_type": "CSV",
		},
	),
)


class AttackTestCase(ProvinceTestCase):
	"""A procedure of B with all that can hang on one, each part holding the secret."""

	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		frappe.db.set_value("ISO Department", cls.department_b, "department_name", SECRET)
		cls.colleague_b = make_user(cls.b, roles.OFFICER, full_name=SECRET)
		procedure = cls.make_procedure(
			cls, cls.b, title=SECRET, steps=[{"step_no": 1, "step_name": SECRET}]
		)
		procedure.objective = SECRET
		procedure.save()
		cls.procedure = procedure.name
		cls.step = procedure.steps[0].name
		cls.comment = procedure.add_comment("Comment", SECRET).name
		cls.todo = cls.insert(
			doctype="ToDo",
			description=SECRET,
			reference_type=DOCTYPE,
			reference_name=procedure.name,
			allocated_to=cls.secretary_b,
		).name
		cls.file = cls.insert(
			doctype="File",
			file_name=f"{SECRET.lower()}.txt",
			attached_to_doctype=DOCTYPE,
			attached_to_name=procedure.name,
			is_private=1,
			content=SECRET,
		)
		with as_user(cls.secretary_b):
			call("frappe.desk.doctype.tag.tag.add_tag", tag="gấp", dt=DOCTYPE, dn=procedure.name)

	@classmethod
	def insert(cls, **values: Any) -> Any:
		"""A new record, made by Administrator."""
		return frappe.get_doc(values).insert()

	def filled(self, args: dict[str, Any]) -> dict[str, Any]:
		"""The arguments with the records of B put in."""
		known = {
			"name": self.procedure,
			"department": self.department_b,
			"user": self.secretary_b,
			"file_url": self.file.file_url,
		}
		return {
			key: value.format(**known) if isinstance(value, str) else value
			for key, value in args.items()
		}


class TestReading(AttackTestCase):
	def told(self, user: str, row: Row) -> str:
		method, args = row
		return answer(user, method, **self.filled(args))

	def leaks(self, row: Row) -> bool:
		"""Whether the secretary of A is told the secret, or a name that was not in the question."""
		told = self.told(self.secretary_a, row)
		asked = json.dumps(self.filled(row[1]), ensure_ascii=False)
		hidden = [] if SECRET.lower() in asked.lower() else [SECRET]
		# The framework's refusal of a file names the record that it hangs on.
		if not told.startswith('["PermissionError'):
			hidden += [self.procedure, self.secretary_b, self.colleague_b, self.file.file_url]
		return any(word in told and word not in asked for word in hidden)

	def test_no_answer_holds_a_foreign_record(self) -> None:
		"""Lists, forms, links, search, print, files, tags, exports, accounts."""
		rows = [row for row in (*READS, *NAMES, *OTHERS) if is_offered(row[0])]

		self.assertEqual([], [row for row in rows if self.leaks(row)])

	def test_owner_is_shown_what_strangers_are_not(self) -> None:
		"""The same calls reach their target: the refusals above are worth something."""
		silent = [
			row
			for row in READS
			if SECRET.lower() not in self.told(self.secretary_b, row).lower()
		]
		hidden = (self.procedure, self.colleague_b, self.secretary_b)
		silent += [
			row
			for row in NAMES
			if not any(name in self.told(self.secretary_b, row) for name in hidden)
		]

		self.assertEqual([], silent)

	def test_counts_are_those_of_the_list(self) -> None:
		"""No count, no sum and no figure of a card tells how much others have."""
		mine = len(self.names(DOCTYPE, self.secretary_a))
		card = json.dumps(
			{"document_type": DOCTYPE, "function": "Count", "name": "x", "type": "Document Type"}
		)
		foreign = json.dumps({"agency": self.b})
		with as_user(self.secretary_a):
			self.assertEqual(mine, call("frappe.client.get_count", doctype=DOCTYPE))
			self.assertEqual(0, call("frappe.client.get_count", doctype=DOCTYPE, filters=foreign))
			self.assertEqual(mine, call("frappe.desk.reportview.get_count", doctype=DOCTYPE))
			card_figure = call(
				"frappe.desk.doctype.number_card.number_card.get_result", doc=card, filters="[]"
			)
			self.assertEqual(mine, card_figure)
			groups = call(
				"frappe.desk.listview.get_group_by_count",
				doctype=DOCTYPE,
				current_filters="[]",
				field="owner",
			)
			self.assertEqual(mine, sum(row["count"] for row in groups))

	def test_reports_of_another_agency_are_empty(self) -> None:
		"""Every report of the app, asked for B by A, tells nothing of B."""
		modules = frappe.get_all("Module Def", filters={"app_name": "iso_qms"}, pluck="name")
		for report in frappe.get_all("Report", {"module": ["in", modules]}, pluck="name"):
			told = answer(
				self.secretary_a,
				"frappe.desk.query_report.run",
				report_name=report,
				filters=json.dumps({"agency": self.b}),
			)
			self.assertNotIn(SECRET, told, report)
			self.assertNotIn(self.procedure, told, report)


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
