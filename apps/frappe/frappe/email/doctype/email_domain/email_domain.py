"""Controller of Email Domain: one mail server, which its accounts follow."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.email.doctype.email_account.email_account import DOMAIN_FIELDS
from frappe.email.smtp import SMTPServer
from frappe.model.document import Document


class EmailDomain(Document):
    """A server for several accounts."""

    def validate(self) -> None:
        flags = frappe.flags
        if flags.in_patch or flags.in_install or flags.in_import or flags.in_test:
            return
        if not self.smtp_server:
            frappe.throw(_("{0} is required").format(_("Outgoing Server")), frappe.MandatoryError)
        SMTPServer(
            self.smtp_server,
            port=self.smtp_port,
            use_tls=self.use_tls,
            use_ssl=self.use_ssl_for_outgoing,
        ).check()

    def on_update(self) -> None:
        values = {field: self.get(field) for field in DOMAIN_FIELDS}
        for name in frappe.get_all("Email Account", filters={"domain": self.name}, pluck="name"):
            frappe.db.set_value("Email Account", name, values)
