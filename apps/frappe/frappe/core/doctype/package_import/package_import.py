"""Brings a released package into the site, all of it or nothing, and lists what came."""

from __future__ import annotations

from typing import Any

from ristretto.site.customised import arrival, release

import frappe
from frappe import _
from frappe.custom.archive import check_definitions
from frappe.model.document import Document
from frappe.utils import cint


class PackageImport(Document):
    """One file; `activate` brings it in."""

    def validate(self) -> None:
        if cint(self.activate):
            frappe.only_for("System Manager")
            self.import_package()

    def import_package(self) -> None:
        package, content = release.read(self.attached_bytes())
        if not cint(self.force):
            content = release.only_newer(content)
        arrival.apply(content)
        check_definitions(content)
        self.keep_package(package, content)
        names = [f"{row['doctype']}: {row['name']}" for row in content.records]
        names += [f"Customize Form: {row['doctype']}" for row in content.changes]
        self.log = "\n".join(names) or _("Everything was here already")

    def attached_bytes(self) -> bytes:
        if not self.attach_package:
            frappe.throw(_("Attach the file of a released package first"))
        name = frappe.db.get_value("File", {"file_url": self.attach_package})
        file = frappe.get_doc("File", name)
        file.check_permission("read")
        data = file.get_content()
        return data.encode() if isinstance(data, str) else bytes(data)

    def keep_package(self, package: dict[str, Any], content: Any) -> None:
        """The modules that came belong to the package from now on."""
        if not frappe.db.exists("Package", package["name"]):
            frappe.get_doc({**package, "doctype": "Package"}).insert()
        modules = {row.get("module") for row in content.records if row["doctype"] == "DocType"}
        for module in modules:
            if frappe.db.get_value("Module Def", module, "custom"):
                frappe.db.set_value("Module Def", module, "package", package["name"])
