"""Decides how an administrator changes naming series: which series a DocType offers and where each
counter stands.
"""

from __future__ import annotations

import re
from typing import Any

import frappe
from frappe import _
from frappe.custom.doctype.property_setter.property_setter import make_property_setter
from frappe.model.document import Document
from frappe.model.naming import make_autoname
from frappe.utils import cint

SERIES = re.compile(r"[\w\- /.#{}]+")
PREVIEWS = 3


class DocumentNamingSettings(Document):
    """Naming series of the site."""

    @frappe.whitelist()
    def get_transactions_and_prefixes(self) -> dict[str, list[str]]:
        """{transactions: DocTypes with a series, prefixes: counters that exist}."""
        frappe.only_for("System Manager")
        field = {"fieldname": "naming_series"}
        shipped = frappe.get_all("DocField", filters=field, pluck="parent")
        own = frappe.get_all("Custom Field", filters=field, pluck="dt")
        prefixes = [row[0] for row in frappe.db.sql("select name from `tabSeries` order by name")]
        return {"transactions": sorted({*shipped, *own}), "prefixes": prefixes}

    @frappe.whitelist()
    def get_options(self, doctype: str | None = None) -> str | None:
        """Series of a DocType, one a line."""
        target = doctype or self.transaction_type
        if not target:
            return None
        field = frappe.get_meta(target).get_field("naming_series")
        return field.options if field else None

    @frappe.whitelist()
    def update_series(self) -> None:
        """Offer the typed series; the first is the default."""
        self.check_permission("write")
        options = [
            line.strip() for line in (self.naming_series_options or "").split("\n") if line.strip()
        ]
        for series in options:
            if not SERIES.fullmatch(series):
                frappe.throw(
                    _("Series {0}: use letters, digits and - # . / {{ }} only").format(
                        frappe.bold(series)
                    )
                )
        values = [
            (
                "options",
                "\n".join(["", *options]) if self.user_must_always_select else "\n".join(options),
            )
        ]
        if options and not self.user_must_always_select:
            values.append(("default", options[0]))
        for prop, value in values:
            make_property_setter(
                self.transaction_type,
                "naming_series",
                prop,
                value,
                "Text",
                validate_fields_for_doctype=False,
            )
        frappe.msgprint(_("Series of {0} updated").format(self.transaction_type), alert=True)

    @frappe.whitelist()
    def get_current(self) -> int | None:
        """The number given last under the chosen prefix."""
        if not self.prefix:
            return None
        rows = frappe.db.sql("select current from `tabSeries` where name = %s", (self.prefix,))
        self.current_value = cint(rows[0][0]) if rows else 0
        return self.current_value

    @frappe.whitelist()
    def update_series_start(self) -> int:
        """Let the prefix go on from another number."""
        self.check_permission("write")
        if not self.prefix or cint(self.current_value) < 0:
            frappe.throw(_("Choose a prefix and a number that is not negative"))
        key = (self.prefix,)
        old = frappe.db.sql("select current from `tabSeries` where name = %s", key)
        if old:
            frappe.db.sql(
                "update `tabSeries` set current = %s where name = %s",
                (cint(self.current_value), self.prefix),
            )
        else:
            frappe.db.sql(
                "insert into `tabSeries` (name, current) values (%s, %s)",
                (self.prefix, cint(self.current_value)),
            )
        self.log_change(cint(old[0][0]) if old else 0)
        return cint(self.current_value)

    def log_change(self, old: int) -> None:
        changed = {
            "changed": [
                ["current", old, cint(self.current_value)],
                ["series", self.prefix, self.prefix],
            ]
        }
        row: dict[str, Any] = {
            "doctype": "Version",
            "ref_doctype": self.doctype,
            "docname": self.doctype,
        }
        # ignore_permissions: a log row, nobody has the right to write one by hand
        frappe.get_doc({**row, "data": frappe.as_json(changed)}).insert(ignore_permissions=True)

    @frappe.whitelist()
    def preview_series(self) -> str:
        """The next names that the typed series would give; no number is used up."""
        series = (self.try_naming_series or "").strip()
        if not series:
            return ""
        frappe.db.savepoint("preview_series")
        names = [
            make_autoname(series if "#" in series else f"{series}.#####")
            for _each in range(PREVIEWS)
        ]
        frappe.db.rollback(save_point="preview_series")
        return "\n".join(names)

    @frappe.whitelist()
    def update_amendment_rule(self) -> None:
        """Keep how amended records are named."""
        self.check_permission("write")
        self.save()
        frappe.msgprint(_("Naming of amended records updated"), alert=True)
