"""Notifications of dates, seeded once: a notification that exists belongs to the province.

They show under the bell; the summary of work (digest.py) is what comes by mail.
"""

import frappe

from iso_qms.setup.seeding import insert_missing

OPEN_FINDING = 'doc.workflow_state not in ("Closed", "Cancelled")'
NOTIFICATIONS: tuple[dict[str, object], ...] = (
	{
		"name": "ISO Finding Due Soon",
		"document_type": "ISO Audit Finding",
		"event": "Days Before",
		"date_changed": "deadline",
		"days_in_advance": 3,
		"condition": OPEN_FINDING,
		"subject": "Còn 3 ngày đến hạn khắc phục: {{ doc.name }}",
		"message": "<p>{{ doc.name }} phải khắc phục xong trước ngày {{ frappe.format_date(doc.deadline) }}.</p>",
	},
	{
		"name": "ISO Finding Overdue",
		"document_type": "ISO Audit Finding",
		"event": "Days After",
		"date_changed": "deadline",
		"days_in_advance": 1,
		"condition": OPEN_FINDING,
		"subject": "Đã quá hạn khắc phục: {{ doc.name }}",
		"message": "<p>{{ doc.name }} có hạn khắc phục ngày {{ frappe.format_date(doc.deadline) }} và chưa đóng.</p>",
	},
	{
		"name": "ISO Review Action Due Soon",
		"document_type": "ISO Review Action",
		"event": "Days Before",
		"date_changed": "due_date",
		"days_in_advance": 3,
		"condition": 'doc.status in ("Open", "In Progress")',
		"subject": "Còn 3 ngày đến hạn việc sau họp xem xét: {{ doc.name }}",
		"message": "<p>{{ doc.name }} phải xong trước ngày {{ frappe.format_date(doc.due_date) }}.</p>",
	},
	{
		"name": "ISO Procedure Review Due Soon",
		"document_type": "ISO Procedure",
		"event": "Days Before",
		"date_changed": "review_due_on",
		"days_in_advance": 30,
		"condition": 'doc.workflow_state == "Effective"',
		"subject": "Còn 30 ngày đến hạn xem xét lại quy trình {{ doc.name }}",
		"message": "<p>{{ doc.name }} cần được xem xét lại trước ngày {{ frappe.format_date(doc.review_due_on) }}.</p>",
	},
)
ALIKE = {
	"doctype": "Notification",
	"enabled": 1,
	"is_standard": 0,
	"channel": "System Notification",
	"message_type": "HTML",
	"recipients": [{"cc": "{{ iso_people_to_remind(doc) }}"}],
}


def install_notifications() -> None:
	"""Insert what is missing; an edited or switched-off one stays as it is."""
	for values in NOTIFICATIONS:
		insert_missing({**ALIKE, **values}, str(values["name"]))


def remove_notifications() -> None:
	"""They were seeded as the site's own records, so nothing else would remove them."""
	for values in NOTIFICATIONS:
		# The administrator of the bench uninstalls, not a person of the site.
		frappe.delete_doc(
			"Notification", values["name"], force=True, ignore_permissions=True, ignore_missing=True
		)
