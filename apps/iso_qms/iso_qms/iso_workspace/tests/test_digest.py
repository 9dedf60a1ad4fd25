"""The summary of work: what stands in it, who gets it when, and who is left alone."""

from datetime import date
from typing import Any
from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate, nowdate

from iso_qms.iso_workspace import digest
from iso_qms.iso_workspace.due import waiting_for
from iso_qms.tests.factories import as_user
from iso_qms.tests.office_case import OfficeTestCase
from iso_qms.tests.quality import Office, make_finding

MONDAY, TUESDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 29)


def give_task(user: str, days: int, **values: Any) -> Any:
	"""A task of one's own, due in some days."""
	return frappe.get_doc(
		{
			"doctype": "ToDo",
			"description": "Rà soát hồ sơ",
			"allocated_to": user,
			"date": add_days(nowdate(), days),
			**values,
		}
	).insert(ignore_permissions=True)


def choose(user: str, **values: Any) -> None:
	"""What the person chose in Notification Settings."""
	if not frappe.db.exists("Notification Settings", user):
		settings = frappe.new_doc("Notification Settings")
		settings.name = user
		settings.insert(ignore_permissions=True)
	frappe.db.set_value("Notification Settings", user, values)


class TestDigest(OfficeTestCase):
	def setUp(self) -> None:
		super().setUp()
		self.today = getdate(nowdate())
		self.user = self.office.user("secretary")

	def waiting(self, user: str) -> list[str]:
		with as_user(user):
			return [item.name for item in waiting_for(user, self.today)]

	def test_tasks_that_are_late_or_soon_due_are_listed(self) -> None:
		"""Late first; what is due later than a week, or done, is not there."""
		soon, late = give_task(self.user, 3), give_task(self.user, -1)
		give_task(self.user, 30)
		give_task(self.user, 1, status="Closed")

		names = self.waiting(self.user)
		self.assertEqual([late.name, soon.name], [name for name in names if name in (soon.name, late.name)])
		self.assertEqual(2, len([name for name in names if frappe.db.exists("ToDo", name)]))

	def test_actions_of_findings_reach_the_responsible_only(self) -> None:
		"""A corrective action that is not done; nobody of another agency hears of it."""
		finding = make_finding(self.office)
		officer = self.office.user("officer")
		row = {
			"doctype": "ISO Finding Action",
			"parenttype": "ISO Audit Finding",
			"parentfield": "actions",
			"parent": finding.name,
			"description": "Sửa biểu mẫu",
			"responsible": self.office.person("officer"),
			"due_date": self.today,
		}
		frappe.get_doc(row).db_insert()
		stranger = Office().user("officer")
		frappe.db.set_value(
			"ISO Staff Member", {"user": stranger}, "full_name", "Người khác"
		)

		self.assertIn(finding.name, self.waiting(officer))
		self.assertNotIn(finding.name, self.waiting(stranger))

	def send(self, today: date | None = None) -> dict[str, Any] | None:
		with patch.object(frappe, "sendmail") as sendmail:
			digest.send_to(self.user, today or self.today)
		return sendmail.call_args.kwargs if sendmail.called else None

	def test_nothing_is_sent_when_nothing_waits(self) -> None:
		"""No empty mails, and the day stays open."""
		user = self.office.user("auditor")
		choose(user, iso_digest="Daily", iso_digest_sent_on=None)
		with patch.object(frappe, "sendmail") as sendmail:
			sent = digest.send_to(user, self.today)

		self.assertFalse(sent or sendmail.called)
		self.assertIn(user, digest.people_of(TUESDAY))

	def test_mail_names_the_work(self) -> None:
		"""Subject with numbers, a link to each record, and the way to the choice."""
		task = give_task(self.user, -1)
		mail = self.send()
		body = frappe.render_template("templates/emails/iso_my_work.html", mail["args"])

		self.assertEqual(
			[frappe.db.get_value("User", self.user, "email")], mail["recipients"]
		)
		self.assertIn("Rà soát hồ sơ", body)
		self.assertIn(task.name, body)
		self.assertIn(f"/app/notification-settings/{self.user}", body)
		self.assertEqual("Administrator", frappe.session.user)

	def test_choice_decides_the_day(self) -> None:
		"""Weekly is Monday and the default, daily is every weekday, never is never."""
		expected = {
			"Weekly": (True, False, False),
			"": (True, False, False),
			"Daily": (True, True, False),
			"Never": (False, False, False),
		}
		for chosen, days in expected.items():
			choose(self.user, iso_digest=chosen, iso_digest_sent_on=None)
			found = tuple(self.user in digest.people_of(day) for day in (MONDAY, TUESDAY, SUNDAY))
			self.assertEqual(days, found, chosen)

	def test_once_a_day(self) -> None:
		"""A second round, and a clock that begins again, send nothing."""
		give_task(self.user, 0)
		choose(self.user, iso_digest="Daily", iso_digest_sent_on=None)
		self.send(TUESDAY)

		self.assertNotIn(self.user, digest.people_of(TUESDAY))
		self.assertIn(self.user, digest.people_of(date(2026, 11, 25)))

	def test_who_wants_no_mail_is_left_alone(self) -> None:
		"""Mails or notifications switched off, and blocked accounts."""
		for values in ({"enabled": 0}, {"enable_email_notifications": 0}):
			choose(
				self.user,
				**{"enabled": 1, "enable_email_notifications": 1, "iso_digest": "Daily", **values},
			)
			self.assertNotIn(self.user, digest.people_of(TUESDAY))
		choose(self.user, enabled=1, enable_email_notifications=1, iso_digest_sent_on=None)
		frappe.db.set_value("User", self.user, "enabled", 0)
		self.assertNotIn(self.user, digest.people_of(TUESDAY))
		frappe.db.set_value("User", self.user, "enabled", 1)

	def test_site_without_a_mail_account_is_told_once(self) -> None:
		"""The round ends at the first mail that cannot go out, with one log."""
		give_task(self.user, 0)
		before = frappe.db.count("Error Log")
		with (
			patch.object(frappe, "sendmail", side_effect=frappe.OutgoingEmailError),
			patch.object(digest, "people_of", return_value=[self.user, self.user]),
			patch.object(frappe.db, "commit"),
		):
			digest.send_due()

		self.assertEqual(before + 1, frappe.db.count("Error Log"))
