"""The sample province: nothing in it opens empty, and it was made by the rules that bind everybody.

Uses the province of a demo site as it is; on an empty site it is loaded first and rolled back.
"""

import json
import unittest
from pathlib import Path

import frappe
from frappe.desk.doctype.dashboard_chart import dashboard_chart
from frappe.desk.doctype.number_card.number_card import get_result
from frappe.desk.query_report import run as run_report
from frappe.tests.utils import FrappeTestCase
from frappe.utils import get_datetime, now_datetime, nowdate

from iso_qms.access.roles import ALL_ROLES
from iso_qms.demo.load import LOADED, STOPPED_DAYS, fill, load_demo
from iso_qms.demo.people import MAIL_DOMAIN
from iso_qms.demo.source import read_source
from iso_qms.tests.factories import as_user

OFFICER = "dieuphoi.tdc@mau.example"
SECRETARY = "thuky.quangla@mau.example"
LENT = "chuyengia.tdc@mau.example"
MAIN, STOPPED, IDLE = "QN-07054", "QN-07066", "QN-07048"
RECORDS = (
	"ISO Procedure",
	"ISO Audit Program",
	"ISO Audit Plan",
	"ISO Audit Checklist",
	"ISO Audit Finding",
	"ISO Management Review",
)


def fixtures() -> Path:
	"""The folder beside the app; a stand-alone checkout of the app has none."""
	return Path(frappe.get_app_path("iso_qms")).parents[2] / "fixtures" / "quang_ninh"


class TestDemo(FrappeTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		frappe.set_user("Administrator")
		if frappe.defaults.get_global_default(LOADED):
			return
		if frappe.db.count("ISO Agency"):
			raise unittest.SkipTest("this site holds agencies of its own")
		if not fixtures().is_dir():
			raise unittest.SkipTest(f"no sample data at {fixtures()}")
		fill(read_source(fixtures()), lambda line: None, lambda: None)

	def setUp(self):
		frappe.clear_messages()

	def modules(self):
		return frappe.get_all("Module Def", filters={"app_name": "iso_qms"}, pluck="name")

	def all_of(self, doctype, **filters):
		return frappe.get_all(
			doctype, filters={"module": ["in", self.modules()], **filters}, pluck="name"
		)

	def count(self, doctype, filters=None):
		return len(frappe.get_list(doctype, filters=filters or [], limit_page_length=0))

	def assert_full(self, user, things):
		"""`things`: (what it is, a function that counts); none may be empty for `user`."""
		self.assertTrue(things)
		with as_user(user):
			empty = [what for what, number in things if not number()]
		self.assertEqual(empty, [])

	def test_every_list_has_rows(self):
		"""Whoever coordinates the province finds something in each list of the app."""
		doctypes = self.all_of("DocType", istable=0, issingle=0)
		self.assert_full(
			OFFICER, [(name, lambda name=name: self.count(name)) for name in doctypes]
		)

	def test_every_number_card_counts_something(self):
		"""No card shows zero to the province."""
		cards = self.all_of("Number Card")
		self.assert_full(OFFICER, [(name, lambda name=name: self.figure(name)) for name in cards])

	def figure(self, name):
		card = frappe.get_doc("Number Card", name)
		if card.type == "Custom":
			return frappe.get_attr(card.method)()["value"]
		return get_result(card.as_json(), card.filters_json)

	def test_every_chart_has_points(self):
		"""Each chart draws at least one value that is not zero."""
		charts = self.all_of("Dashboard Chart")
		self.assert_full(OFFICER, [(name, lambda name=name: self.points(name)) for name in charts])

	def points(self, name):
		data = dashboard_chart.get(chart_name=name, refresh=1)
		return any(any(series["values"]) for series in data["datasets"])

	def test_every_report_has_rows(self):
		"""Script reports and saved reports alike."""
		reports = self.all_of("Report")
		self.assert_full(OFFICER, [(name, lambda name=name: self.rows(name)) for name in reports])

	def rows(self, name):
		report = frappe.get_doc("Report", name)
		if report.report_type != "Report Builder":
			return len(run_report(name)["result"])
		saved = json.loads(report.json)
		return self.count(report.ref_doctype, [row[:4] for row in saved["filters"]])

	def test_every_workspace_leads_somewhere_for_the_province(self):
		"""Shortcuts, quick lists and links of all workspaces."""
		for name in self.all_of("Workspace"):
			self.assert_full(OFFICER, self.parts(name))

	def test_the_secretary_finds_work_on_the_home_page(self):
		"""The first screen of the demo is hers: nothing on it is empty."""
		self.assert_full(SECRETARY, self.parts("ISO Home"))
		cards = frappe.get_doc("Workspace", "ISO Home").number_cards
		self.assert_full(
			SECRETARY,
			[(row.label, lambda row=row: self.figure(row.number_card_name)) for row in cards],
		)

	def parts(self, workspace):
		"""(what, how to count it) of everything on a workspace that lists records."""
		doc = frappe.get_doc("Workspace", workspace)
		found = [(row.label, self.counter(row)) for row in doc.shortcuts if row.doc_view != "New"]
		for row in doc.quick_lists:
			filters = [part[:4] for part in json.loads(row.quick_list_filter or "[]")]
			found.append(
				(row.label, lambda row=row, f=filters: self.count(row.document_type, f))
			)
		for row in doc.links:
			if row.type == "Link":
				count = self.rows if row.link_type == "Report" else self.count
				found.append((row.label, lambda row=row, c=count: c(row.link_to)))
		return found

	def counter(self, row):
		if row.type == "Report":
			return lambda: self.rows(row.link_to)
		filters = [part[:4] for part in json.loads(row.stats_filter or "[]")]
		return lambda: self.count(row.link_to, filters)

	def test_everybody_with_a_demo_account_has_something_to_do(self):
		"""An open task or an open step of a workflow, for each role of the app."""
		roles = set()
		for user in self.people():
			tasks = frappe.db.count("ToDo", {"allocated_to": user, "status": "Open"})
			roles |= set(frappe.get_roles(user))
			self.assertTrue(tasks or self.open_steps(user), user)
		self.assertLessEqual(set(ALL_ROLES), roles)

	def people(self):
		"""The accounts that are published, as the sample data names them."""
		offices = read_source(fixtures()).offices
		entries = {entry["code"]: entry for entry in offices["agencies"]}
		for code, keys in offices["accounts"].items():
			kind = offices["kinds"][entries[code]["kind"]]
			logins = {post["key"]: post["login"] for post in kind["posts"]}
			for key in keys:
				yield f"{logins[key]}.{entries[code]['login']}@{MAIL_DOMAIN}"

	def open_steps(self, user):
		with as_user(user):
			return self.count("Workflow Action", [["status", "=", "Open"]])

	def test_every_state_occurs(self):
		"""Each state of each workflow has a record in it."""
		for doctype in RECORDS:
			workflow = frappe.get_all("Workflow", {"document_type": doctype}, pluck="name")[0]
			states = {row.state for row in frappe.get_doc("Workflow", workflow).states}
			present = set(frappe.get_all(doctype, pluck="workflow_state"))
			self.assertEqual(states, present, doctype)

	def test_nothing_happened_in_the_future_or_by_nobody(self):
		"""Records and their history lie in the past and were written by people of the agency."""
		for doctype in (*RECORDS, "ISO Review Action", "Version", "Comment"):
			latest = frappe.get_all(doctype, fields=["max(creation) as a", "max(modified) as b"])[0]
			latest = max(get_datetime(latest.a), get_datetime(latest.b))
			self.assertLessEqual(latest, now_datetime(), doctype)
		for doctype in RECORDS:
			self.assertFalse(frappe.db.exists(doctype, {"owner": "Administrator"}), doctype)
			self.assertFalse(frappe.db.exists(doctype, {"modified_by": "Administrator"}), doctype)

	def test_no_step_of_an_approval_came_before_the_one_before(self):
		"""Drafted, reviewed, approved, in this order and after the record was made."""
		fields = ["name", "creation", "drafted_on", "reviewed_on", "approved_on", "modified"]
		for row in frappe.get_all(
			"ISO Procedure", {"workflow_state": ["in", ["Effective", "Superseded"]]}, fields
		):
			moments = [get_datetime(row[field]) for field in fields[1:]]
			self.assertEqual(moments, sorted(moments), row.name)

	def test_one_agency_stopped_and_one_never_began(self):
		"""The province sees who really works with it."""
		limit = frappe.utils.add_days(nowdate(), 1 - STOPPED_DAYS)
		for doctype in RECORDS:
			self.assertFalse(frappe.db.exists(doctype, {"agency": IDLE}), doctype)
			late = {"agency": STOPPED, "modified": [">", limit]}
			self.assertFalse(frappe.db.exists(doctype, late), doctype)
		self.assertTrue(frappe.db.exists("ISO Procedure", {"agency": STOPPED}))
		self.assertTrue(frappe.db.exists("ISO Staff Member", {"agency": IDLE}))

	def test_the_stories_are_there(self):
		"""A repeated finding on the same clause, an overdue one, a superseded issue, a late action."""
		again = frappe.get_all(
			"ISO Audit Finding",
			filters={"agency": MAIN, "repeats": ["is", "set"]},
			fields=["clause", "repeats"],
		)[0]
		first = frappe.db.get_value("ISO Audit Finding", again.repeats, "clause")
		self.assertEqual(again.clause, first)
		self.assertTrue(frappe.db.exists("ISO Audit Finding", {"source": "Complaint"}))
		self.assertTrue(
			frappe.db.exists("ISO Procedure", {"agency": MAIN, "superseded_by": ["is", "set"]})
		)
		self.assertTrue(frappe.db.exists("ISO Procedure", {"time_check": "Over Limit"}))
		reasons = frappe.get_all(
			"Comment",
			filters={"reference_doctype": "ISO Procedure", "comment_type": "Comment"},
			pluck="content",
		)
		self.assertTrue(any("Bước thẩm định" in text or "Tổng thời gian" in text for text in reasons))

	def test_the_lent_auditor_sees_the_audit_and_no_more(self):
		"""One running audit of another agency, and nothing else of it."""
		with as_user(LENT):
			plans = frappe.get_list("ISO Audit Plan", fields=["agency", "workflow_state"])
			procedures = frappe.get_list("ISO Procedure")
		self.assertEqual([(row.agency, row.workflow_state) for row in plans], [(MAIN, "In Progress")])
		self.assertEqual(procedures, [])

	def test_another_load_changes_nothing(self):
		"""The second time it says so and leaves everything as it is."""
		before = {doctype: frappe.db.count(doctype) for doctype in (*RECORDS, "ISO Agency")}
		said = []

		self.assertFalse(load_demo(fixtures(), said.append))

		self.assertEqual(len(said), 1)
		self.assertEqual(before, {doctype: frappe.db.count(doctype) for doctype in before})

	def test_a_site_with_agencies_is_refused(self):
		"""Sample data never mixes with real records."""
		frappe.defaults.clear_default(key=LOADED, parent="__default")
		try:
			with self.assertRaisesRegex(frappe.ValidationError, "bench new-site"):
				load_demo(fixtures(), lambda line: None)
		finally:
			frappe.defaults.set_global_default(LOADED, nowdate())
