"""Decides which webhooks are sound, and shows beforehand what one would send."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.integrations.doctype.webhook.sending import enqueue_webhook as enqueue_webhook
from frappe.integrations.doctype.webhook.work import (
    WEBHOOK_SECRET_HEADER as WEBHOOK_SECRET_HEADER,
)
from frappe.integrations.doctype.webhook.work import (
    get_context,
    get_webhook_data,
)
from frappe.integrations.doctype.webhook.work import (
    get_webhook_headers as get_webhook_headers,
)
from frappe.model.document import Document
from frappe.utils.background_jobs import get_queue_list
from frappe.utils.jinja import validate_template

OF_SUBMITTABLE = ("on_submit", "on_cancel", "on_update_after_submit")
MISTAKES = (
    ArithmeticError,
    AttributeError,
    LookupError,
    NameError,
    SyntaxError,
    TypeError,
    ValueError,
)


class Webhook(Document):
    """What is told to which address, and when."""

    def validate(self) -> None:
        self.validate_docevent()
        self.validate_condition()
        self.validate_request_url()
        self.validate_request_body()
        self.validate_repeating_fields()
        self.validate_secret()
        self.preview_document = None

    def on_update(self) -> None:
        frappe.clear_cache(doctype="Webhook")

    def on_trash(self) -> None:
        frappe.clear_cache(doctype="Webhook")

    def validate_docevent(self) -> None:
        submittable = frappe.get_meta(self.webhook_doctype).is_submittable
        if self.webhook_docevent in OF_SUBMITTABLE and not submittable:
            frappe.throw(_("DocType must be Submittable for the selected Doc Event"))

    def validate_condition(self) -> None:
        """What no record can make right. An empty record has no numbers to compare: that proves nothing."""
        if not self.condition:
            return
        try:
            frappe.safe_eval(
                self.condition, eval_locals=get_context(frappe.new_doc(self.webhook_doctype))
            )
        except TypeError:
            return
        except MISTAKES as error:
            frappe.throw(_("Invalid Condition: {0}").format(error))

    def validate_request_url(self) -> None:
        """A whole address; one that is a template must at least say how it begins."""
        if self.is_dynamic_url:
            validate_template(self.request_url)
        if not is_web_address(self.request_url):
            frappe.throw(_("Check Request URL"))

    def validate_request_body(self) -> None:
        if self.request_structure == "Form URL-Encoded":
            self.webhook_json = None
        elif self.request_structure == "JSON":
            validate_template(self.webhook_json)
            self.webhook_data = []

    def validate_repeating_fields(self) -> None:
        names = [row.fieldname for row in self.webhook_data]
        if len(names) != len(set(names)):
            frappe.throw(_("Same Field is entered more than once"))

    def validate_secret(self) -> None:
        if self.enable_security and not self.get_password("webhook_secret", False):
            frappe.throw(_("Invalid Webhook Secret"))

    @frappe.whitelist()
    def generate_preview(self) -> None:
        """The answer is the document itself: its virtual fields are the preview."""

    @property
    def meets_condition(self) -> str:
        """Yes, No, or why that cannot be said."""
        if not self.condition:
            return _("Yes")
        if not self._has_preview():
            return _("Select a document to check if it meets conditions.")
        try:
            met = frappe.safe_eval(self.condition, eval_locals=get_context(self._previewed()))
        except (*MISTAKES, frappe.exceptions.Error) as error:
            return _("Failed to evaluate conditions: {0}").format(error)
        return _("Yes") if met else _("No")

    @property
    def preview_request_body(self) -> str:
        if not self._has_preview():
            return _("Select a document to preview request data")
        try:
            return str(frappe.as_json(get_webhook_data(self._previewed(), self)))
        except (*MISTAKES, frappe.exceptions.Error) as error:
            return _("Failed to compute request body: {0}").format(error)

    def _has_preview(self) -> bool:
        return bool(self.get("preview_document") and self.get("webhook_doctype"))

    def _previewed(self) -> Any:
        """Only what the person may read: stock shows any record."""
        doc = frappe.get_doc(self.webhook_doctype, self.preview_document)
        doc.check_permission("read")
        return doc


def is_web_address(url: Any) -> bool:
    """http or https, and a host."""
    try:
        parts = urlsplit(str(url or ""))
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


@frappe.whitelist()
def get_all_queues() -> list[str]:
    """Names of the queues that a webhook may wait in."""
    frappe.only_for("System Manager")
    return get_queue_list()
