"""A reusable message: subject and body are Jinja templates over one document."""

from __future__ import annotations

from typing import Any

from ristretto.web.listing import parse_object

import frappe
from frappe.model.document import Document
from frappe.utils.jinja import validate_template


class EmailTemplate(Document):
    """A message."""

    @property
    def response_(self) -> str:
        return str((self.response_html if self.use_html else self.response) or "")

    def validate(self) -> None:
        validate_template(self.subject)
        validate_template(self.response_)

    def get_formatted_subject(self, doc: Any) -> str:
        return str(frappe.render_template(self.subject, doc))

    def get_formatted_response(self, doc: Any) -> str:
        return str(frappe.render_template(self.response_, doc))

    def get_formatted_email(self, doc: Any) -> dict[str, str]:
        values = parse_object(doc, "doc") if isinstance(doc, str) else doc
        return {
            "subject": self.get_formatted_subject(values),
            "message": self.get_formatted_response(values),
        }


@frappe.whitelist()
@frappe.read_only()
def get_email_template(template_name: str, doc: Any) -> dict[str, str]:
    """{subject, message} of a template for a document."""
    template = frappe.get_doc("Email Template", template_name)
    template.check_permission("read")
    return dict(template.get_formatted_email(doc))
