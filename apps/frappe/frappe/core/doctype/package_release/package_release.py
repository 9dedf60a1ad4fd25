"""One version of a package: its number, and the file that another site imports."""

from __future__ import annotations

from typing import Any

from ristretto.site.customised import release

import frappe
from frappe.model.document import Document
from frappe.utils import cint


class PackageRelease(Document):
    """A release; publishing writes its file."""

    def autoname(self) -> None:
        self.set_version()
        package = frappe.db.get_value("Package", self.package, "package_name")
        self.name = f"{package}-{self.major}.{self.minor}.{self.patch}"

    def set_version(self) -> None:
        """Without a number of its own a release follows the latest: its patch counts one up."""
        if cint(self.major) or cint(self.minor) or cint(self.patch):
            self.major, self.minor, self.patch = map(cint, (self.major, self.minor, self.patch))
            return
        names = ["major", "minor", "patch"]
        rows = frappe.get_all("Package Release", {"package": self.package}, names)
        latest = max(((row.major, row.minor, row.patch) for row in rows), default=(0, 0, 0))
        self.major, self.minor, self.patch = latest[0], latest[1], latest[2] + 1

    def validate(self) -> None:
        self.flags.publishes = cint(self.publish) and not self.path

    def on_update(self) -> None:
        if self.flags.publishes:
            self.db_set("path", self.write_file().file_url)

    def write_file(self) -> Any:
        """The archive as an attachment; private, because it shows how the site works inside."""
        package = frappe.get_doc("Package", self.package)
        package.check_permission("read")
        content = release.pack(release.files_of(package))
        about = {"attached_to_doctype": self.doctype, "attached_to_name": self.name}
        names = {"doctype": "File", "file_name": f"{self.name}.tar.gz", "is_private": 1}
        return frappe.get_doc({**names, **about, "content": content}).insert()
