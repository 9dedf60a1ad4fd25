"""Whitelisted functions of the framework that read, aimed at the records of another agency.

Each row is tried by the secretary of A and by the secretary of B, whose records they are: the
owner's answer proves that the call reaches its target.
"""

import json

import frappe

from iso_qms.access.tests.attack import answer, call, is_offered
from iso_qms.access.tests.attacked import DOCTYPE, SECRET, AttackTestCase, Row
from iso_qms.tests.factories import as_user

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
