"""Decides what a language code looks like; the site's own language stays enabled."""

from __future__ import annotations

import re

import frappe
from frappe import _
from frappe.model.document import Document

CODE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


class Language(Document):
    """A language that users may choose."""

    def validate(self) -> None:
        if not CODE.fullmatch(self.language_code or ""):
            frappe.throw(_("Language code {0}: write it as vi or pt-BR").format(self.language_code))

    def on_update(self) -> None:
        if not self.enabled and self.name == frappe.get_system_settings("language"):
            frappe.throw(
                _("{0} is the language of the site and stays enabled").format(self.language_name)
            )
        frappe.clear_cache()

    def on_trash(self) -> None:
        if self.name == frappe.get_system_settings("language"):
            frappe.throw(
                _("{0} is the language of the site and cannot be deleted").format(
                    self.language_name
                )
            )
