"""The desk's own functions open every workspace, card, chart and report of the app."""

import json
from typing import Any

import frappe
from frappe.desk.desktop import get_desktop_page, get_workspace_sidebar_items
from frappe.desk.doctype.dashboard_chart import dashboard_chart
from frappe.desk.doctype.number_card.number_card import get_result
from frappe.desk.query_report import run

from iso_qms.access.tests.attack import call
from iso_qms.tests.factories import as_user, make_site_user
from iso_qms.tests.office_case import OfficeTestCase
from iso_qms.tests.quality import make_finding, make_held_review, make_procedure


class TestDesk(OfficeTestCase):
	"""An office with a finding, a review and a procedure, looked at by people of each kind."""

	def setUp(self) -> None:
		super().setUp()
		make_procedure(self.office)
		make_finding(self.office)
		make_held_review(self.office)

	def people(self) -> tuple[str, ...]:
		"""A secretary, a head, an officer, and an officer of the province."""
		own = (self.office.user(key) for key in ("secretary", "head", "officer"))
		return (*own, make_site_user("ISO Provincial Officer"))

	def standard(self, doctype: str, **filters: object) -> list[str]:
		"""The records of a DocType that the app ships."""
		modules = frappe.get_all("Module Def", {"app_name": "iso_qms"}, pluck="name")
		return frappe.get_all(doctype, {"module": ["in", modules], **filters}, pluck="name")

	def test_workspaces_open_with_what_they_name(self) -> None:
		"""Whoever sees a workspace finds in it every card and chart that its content names."""
		for user in self.people():
			with as_user(user):
				pages = [
					page
					for page in get_workspace_sidebar_items()["pages"]
					if page.get("module") in self.modules()
				]
				self.assertTrue(pages, user)
				for page in pages:
					opened = get_desktop_page(json.dumps(page))
					self.assertTrue(opened.get("shortcuts") or opened.get("cards"), page["name"])

	def test_blocks_name_the_labels_of_their_rows(self) -> None:
		"""The desk finds a card, chart or list by the label of its row, not by the record's name."""
		tables = {"number_card": "number_cards", "chart": "charts", "quick_list": "quick_lists"}
		for name in self.standard("Workspace"):
			page = frappe.get_doc("Workspace", name)
			for block in json.loads(page.content):
				if table := tables.get(block["type"]):
					labels = [row.label for row in page.get(table)]
					self.assertIn(block["data"][f"{block['type']}_name"], labels, name)

	def modules(self) -> list[str]:
		return frappe.get_all("Module Def", {"app_name": "iso_qms"}, pluck="name")

	def test_number_cards_count(self) -> None:
		"""Every card answers a number to everybody who may read its records."""
		counted = 0
		for user in self.people():
			for name in self.standard("Number Card", type="Document Type"):
				card = frappe.get_doc("Number Card", name)
				with as_user(user):
					if frappe.has_permission(card.document_type):
						figure = get_result(card.as_json(), card.filters_json)
						self.assertIsInstance(figure, int | float, name)
						counted += figure
		self.assertTrue(counted)

	def test_custom_cards_answer_a_value(self) -> None:
		"""Cards with a method of their own."""
		with as_user(self.office.user("secretary")):
			for name in self.standard("Number Card", type="Custom"):
				method = frappe.db.get_value("Number Card", name, "method")
				self.assertIn("value", frappe.get_attr(method)(), name)

	def test_charts_draw(self) -> None:
		"""Every chart has as many values as labels, and the finding is drawn somewhere."""
		drawn = 0
		with as_user(self.office.user("secretary")):
			for name in self.standard("Dashboard Chart"):
				chart = dashboard_chart.get(chart_name=name, refresh=1)
				for dataset in chart["datasets"]:
					self.assertEqual(len(chart["labels"]), len(dataset["values"]), name)
					drawn += sum(dataset["values"])
		self.assertTrue(drawn)

	def test_reports_run(self) -> None:
		"""Every report opens for the secretary or the province, with columns and rows."""
		opened: set[str] = set()
		for user in self.people()[::3]:
			with as_user(user):
				opened.update(self.open_reports())

		self.assertEqual(set(self.standard("Report")), opened)

	def open_reports(self) -> set[str]:
		"""The reports that the present user may open, each of them run."""
		reports = [frappe.get_doc("Report", name) for name in self.standard("Report")]
		permitted = [report for report in reports if report.is_permitted()]
		for report in permitted:
			columns, rows = self.run_report(report)
			self.assertTrue(columns, report.name)
			self.assertIsInstance(rows, list, report.name)
		return {report.name for report in permitted}

	def run_report(self, report: Any) -> tuple[list, list]:
		"""Columns and rows, by the function that the desk calls for the kind of report."""
		if report.report_type != "Report Builder":
			answer = run(report.name, filters={})
			return answer["columns"], answer["result"]
		saved = frappe.parse_json(report.json)
		answer = call(
			"frappe.desk.reportview.get",
			doctype=report.ref_doctype,
			fields=json.dumps([f"`tab{doctype}`.`{field}`" for field, doctype in saved["fields"]]),
			filters=json.dumps(saved.get("filters") or []),
		)
		return saved["fields"], answer["values"] if answer else []
