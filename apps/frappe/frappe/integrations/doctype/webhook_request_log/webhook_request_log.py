"""An attempt to reach another program, and what came of it. Rows are the system's: people only read and delete them."""

from __future__ import annotations

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, now_datetime

KEPT_DAYS = 30


class WebhookRequestLog(Document):
    """One attempt."""

    @staticmethod
    def clear_old_logs(days: int = KEPT_DAYS) -> None:
        """Rows older than that are deleted; Log Settings calls it where the list names this log."""
        frappe.db.delete(
            "Webhook Request Log", {"modified": ("<", add_days(now_datetime(), -days))}
        )
