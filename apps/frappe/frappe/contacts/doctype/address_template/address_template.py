"""How addresses of a country are written: a Jinja template."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils.jinja import validate_template

_LINES = ("address_line1", "address_line2", "city", "state", "pincode", "country")
_LABELS = {"phone": "Phone", "fax": "Fax", "email_id": "Email"}


class AddressTemplate(Document):
    """One of all templates is the default."""

    def validate(self) -> None:
        validate_template(self.template)
        self.template = self.template or get_default_address_template()
        if not self.is_default and not self.other_default():
            self.is_default = 1

    def on_update(self) -> None:
        if self.is_default and (other := self.other_default()):
            frappe.db.set_value("Address Template", other, "is_default", 0)

    def on_trash(self) -> None:
        if self.is_default:
            frappe.throw(_("Default Address Template cannot be deleted"))

    def other_default(self) -> str | None:
        """Another template that is the default."""
        found: str | None = frappe.db.get_value(
            "Address Template", {"is_default": 1, "name": ["!=", self.name]}
        )
        return found


@frappe.whitelist()
def get_default_address_template() -> str:
    """A line for each filled part; telephone and mail with their label."""
    lines = [f"{{% if {name} %}}{{{{ {name} }}}}<br>{{% endif %}}" for name in _LINES]
    lines += [
        f"{{% if {name} %}}{{{{ _('{label}') }}}}: {{{{ {name} }}}}<br>{{% endif %}}"
        for name, label in _LABELS.items()
    ]
    return "\n".join(lines)
