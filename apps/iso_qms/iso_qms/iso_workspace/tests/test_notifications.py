"""The shipped notifications tell the own agency's people, on every runtime, and stay as the province edits them."""

from typing import Any

import frappe
from frappe.utils import add_days, nowdate

from iso_qms.iso_workspace.notifications import NOTIFICATIONS, install_notifications
from iso_qms.iso_workspace.people import iso_people_to_remind
from iso_qms.tests.office_case import OfficeTestCase
from iso_qms.tests.quality import Office, make_finding


class TestNotifications(OfficeTestCase):
	def test_all_are_seeded_and_valid(self) -> None:
		"""Each stands in the site, can be saved again, and names no role: roles would tell all agencies."""
		for values in NOTIFICATIONS:
			alert = frappe.get_doc("Notification", values["name"])
			alert.save()
			self.assertEqual([], [row.receiver_by_role for row in alert.recipients if row.receiver_by_role])

	def test_edits_stand(self) -> None:
		"""Installing again changes nothing that exists and brings back nothing twice."""
		name = str(NOTIFICATIONS[0]["name"])
		frappe.db.set_value("Notification", name, "enabled", 0)
		install_notifications()

		self.assertEqual(0, frappe.db.get_value("Notification", name, "enabled"))
		frappe.db.set_value("Notification", name, "enabled", 1)

	def test_only_the_own_agency_hears(self) -> None:
		"""The secretary of the record's agency is told, the one of another is not."""
		finding = make_finding(self.office)
		mine, other = self.office.user("secretary"), Office().user("secretary")
		people = iso_people_to_remind(finding).split(",")

		self.assertIn(mine, people)
		self.assertNotIn(other, people)

	def test_open_finding_is_told_of_three_days_before(self) -> None:
		"""Through the framework's own round: a line under the bell of the secretary, nobody else's."""
		finding = make_finding(self.office)
		secretary, other = self.office.user("secretary"), Office().user("secretary")
		frappe.db.set_value("ISO Audit Finding", finding.name, "deadline", add_days(nowdate(), 3))
		alert: Any = frappe.get_doc("Notification", "ISO Finding Due Soon")
		due = [doc for doc in alert.get_documents_for_today() if doc.name == finding.name]
		for doc in due:
			alert.send(doc)
		told = frappe.get_all("Notification Log", {"document_name": finding.name}, pluck="for_user")

		self.assertEqual(1, len(due))
		self.assertIn(secretary, told)
		self.assertNotIn(other, told)
