"""Controller of Email Queue: a mail that waits, or was sent. `frappe.email.compose` writes it, `frappe.email.delivery`
moves it on; administrators may look, send again or delete.
"""

from __future__ import annotations

from typing import Any

from ristretto.web.listing import parse_list

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_to_date, cint, now_datetime, sbool

FAILED = "Error"


class EmailQueue(Document):
    """One mail."""

    @staticmethod
    def clear_old_logs(days: int = 30) -> None:
        limit = add_to_date(now_datetime(), days=-days)
        old = frappe.get_all("Email Queue", filters={"modified": ["<", limit]}, pluck="name")
        for start in range(0, len(old), 500):
            names = ["in", old[start : start + 500]]
            frappe.db.delete("Email Queue Recipient", {"parent": names})
            frappe.db.delete("Email Queue", {"name": names})

    @frappe.whitelist(methods=["POST"])
    def send(self) -> None:
        """Try now, in the background; a mail that was given up gets all its tries again."""
        frappe.only_for("System Manager")
        if self.status == FAILED:
            again(self.name)
        else:
            self.db_set("send_after", None)
        frappe.enqueue("frappe.email.queue.send", name=self.name, enqueue_after_commit=True)

    @frappe.whitelist(methods=["POST"])
    def retry_sending(self) -> None:
        """Let a mail that was given up wait again."""
        frappe.only_for("System Manager")
        if self.status == FAILED:
            again(self.name)


def again(name: str) -> None:
    """Waiting as on the first day; who got the mail keeps that."""
    sent = frappe.db.exists("Email Queue Recipient", {"parent": name, "status": "Sent"})
    values = {"retry": 0, "error": None, "send_after": None}
    values["status"] = "Partially Sent" if sent else "Not Sent"
    frappe.db.set_value("Email Queue", name, values)
    refused = {"parent": name, "status": ["!=", "Sent"]}
    for row in frappe.get_all("Email Queue Recipient", filters=refused, pluck="name"):
        frappe.db.set_value("Email Queue Recipient", row, "error", None, update_modified=False)


@frappe.whitelist(methods=["POST"])
def bulk_retry(queues: Any) -> None:
    """Let several mails that were given up wait again."""
    frappe.only_for("System Manager")
    names = [str(name) for name in parse_list(queues, "queues")]
    failed = {"name": ["in", names or [""]], "status": FAILED}
    for name in frappe.get_all("Email Queue", filters=failed, pluck="name"):
        again(name)
    frappe.msgprint(_("These mails are sent again within minutes"))


@frappe.whitelist(methods=["POST"])
def send_now(name: str) -> None:
    frappe.get_doc("Email Queue", name).send()


@frappe.whitelist(methods=["POST"])
def toggle_sending(enable: Any) -> None:
    """Stop the queue, or let it go on; mails wait meanwhile."""
    frappe.only_for("System Manager")
    frappe.db.set_default("suspend_email_queue", 0 if sbool(enable) else 1)


def on_doctype_update() -> None:
    columns = ["status", "send_after", "priority", "creation"]
    frappe.db.add_index("Email Queue", columns, "index_bulk_flush")


@frappe.whitelist()
def is_suspended() -> int:
    """Whether an administrator has stopped the queue."""
    frappe.only_for("System Manager")
    return cint(frappe.db.get_default("suspend_email_queue"))
