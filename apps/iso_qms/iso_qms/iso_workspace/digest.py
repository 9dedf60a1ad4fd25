"""The summary of one's own work by e-mail: who gets it on which morning, once, and never an empty one.

Each person chooses in Notification Settings; nothing chosen means once a week. Who has switched off
notifications, or their mails, gets none.
"""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from iso_qms.iso_workspace.due import waiting_for

WEEKLY, DAILY, NEVER = "Weekly", "Daily", "Never"
MONDAY, SATURDAY = 0, 5
SETTINGS = "Notification Settings"
FIELDS = {
	SETTINGS: [
		{
			"fieldname": "iso_digest",
			"fieldtype": "Select",
			"label": "Summary of my work by e-mail",
			"options": f"{WEEKLY}\n{DAILY}\n{NEVER}",
			"default": WEEKLY,
			"description": "Sent in the morning, when something waits for you.",
			"insert_after": "enable_email_notifications",
		},
		{
			"fieldname": "iso_digest_sent_on",
			"fieldtype": "Date",
			"label": "Summary sent on",
			"hidden": 1,
			"read_only": 1,
			"no_copy": 1,
			"insert_after": "iso_digest",
		},
	]
}


def send_due() -> None:
	"""Every morning: a mail to each person whose day it is and for whom something waits."""
	today = getdate(nowdate())
	for user in people_of(today):
		try:
			send_to(user, today)
		except frappe.OutgoingEmailError:
			# Without a mail account nobody can be reached: said once, not for each person.
			frappe.log_error(title=_("The summaries of work could not be sent"))
			return
		# Each summary counts as sent, whatever happens to the next.
		frappe.db.commit()


def people_of(day: date) -> list[str]:
	"""Accounts of staff members whose choice falls on this day and who got none today."""
	if day.weekday() >= SATURDAY:
		return []
	staff = frappe.get_all(
		"ISO Staff Member", {"account_status": "Active", "user": ["is", "set"]}, pluck="user"
	)
	enabled = frappe.get_all("User", {"name": ["in", staff or [""]], "enabled": 1}, pluck="name")
	choices = {
		row.name: row
		for row in frappe.get_all(
			SETTINGS,
			filters={"name": ["in", enabled or [""]]},
			fields=[
				"name",
				"enabled",
				"enable_email_notifications",
				"iso_digest",
				"iso_digest_sent_on",
			],
		)
	}
	return sorted(user for user in enabled if _wants(choices.get(user), day))


def _wants(choice: Any, day: date) -> bool:
	if choice is None:
		return day.weekday() == MONDAY
	if not (choice.enabled and choice.enable_email_notifications):
		return False
	if choice.iso_digest_sent_on and getdate(choice.iso_digest_sent_on) >= day:
		return False
	rhythm = choice.iso_digest or WEEKLY
	return rhythm == DAILY or (rhythm == WEEKLY and day.weekday() == MONDAY)


def send_to(user: str, today: date) -> bool:
	"""Queue the mail and remember the day; False when nothing waits for the person."""
	email, language = frappe.db.get_value("User", user, ["email", "language"])
	signed_in, spoken = frappe.session.user, frappe.local.lang
	frappe.set_user(user)
	frappe.local.lang = language or spoken
	try:
		items = waiting_for(user, today)
		if items:
			_send(email, user, items, today)
	finally:
		frappe.set_user(signed_in)
		frappe.local.lang = spoken
	if items:
		_remember(user, today)
	return bool(items)


def _send(email: str, user: str, items: list, today: date) -> None:
	late = sum(item.is_late(today) for item in items)
	subject = _("Your work: {0} things wait for you").format(len(items))
	if late:
		subject = _("Your work: {0} things wait for you, {1} of them late").format(len(items), late)
	frappe.sendmail(
		recipients=[email],
		subject=subject,
		template="iso_my_work",
		args={"items": items, "today": today, "settings": f"/app/notification-settings/{user}"},
	)


def _remember(user: str, today: date) -> None:
	if frappe.db.exists(SETTINGS, user):
		frappe.db.set_value(SETTINGS, user, "iso_digest_sent_on", today, update_modified=False)
