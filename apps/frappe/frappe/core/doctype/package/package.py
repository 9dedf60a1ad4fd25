"""Modules of a site that are released together; the name for files follows from the title."""

from __future__ import annotations

from pathlib import Path

import frappe
from frappe import _
from frappe.model.document import Document

LICENSES = {
    "MIT License": "MIT",
    "GNU General Public License": "GPL-3.0-or-later",
    "GNU Affero General Public License": "AGPL-3.0-or-later",
}


class Package(Document):
    """One package."""

    def before_validate(self) -> None:
        if not self.package_name:
            self.package_name = str(self.name).lower().replace(" ", "-")

    def validate(self) -> None:
        """The name is a folder inside the archive."""
        plain = str(self.package_name).replace("-", "").replace("_", "")
        if not plain.isalnum() or not plain.isascii():
            frappe.throw(
                _("Package name {0}: use letters without marks, digits, - and _ only").format(
                    frappe.bold(self.package_name)
                )
            )


@frappe.whitelist()
@frappe.read_only()
def get_license_text(license_type: str) -> str | None:
    """A notice for the chosen licence: the whole text of this site's own, else its SPDX identifier."""
    if license_type not in LICENSES:
        return None
    own = Path(frappe.get_app_path("frappe")).parents[2] / "LICENSE"
    if license_type == "MIT License" and own.exists():
        return own.read_text(encoding="utf-8")
    return f"SPDX-License-Identifier: {LICENSES[license_type]}\n"
