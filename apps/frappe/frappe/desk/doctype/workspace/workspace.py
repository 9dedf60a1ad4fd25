"""Controller of Workspace.

Pages of the desk. Public ones are a Workspace Manager's, private ones their owner's.
"""

from __future__ import annotations

import json
from typing import Any

from ristretto.web.listing import parse_list, parse_object

import frappe
from frappe import _
from frappe.desk.desktop import save_new_widget
from frappe.model.document import Document
from frappe.utils import cint


class Workspace(Document):
    """One page: its layout (`content`) and the rows that the layout names."""

    def validate(self) -> None:
        self._check_owner()
        try:
            if not isinstance(json.loads(self.content or "[]"), list):
                raise ValueError(_("a list of blocks is expected"))
        except ValueError as error:
            frappe.throw(_("Content data should be a list: {0}").format(error))
        for row in self.links:
            if (
                row.type == "Link"
                and row.link_type == "Report"
                and row.link_to
                and not row.is_query_report
            ):
                row.is_query_report = cint(
                    frappe.db.get_value("Report", row.link_to, "report_type")
                    in ("Query Report", "Script Report")
                )

    def _check_owner(self) -> None:
        flags = frappe.flags
        if (
            flags.in_install
            or flags.in_migrate
            or flags.in_patch
            or flags.in_import
            or flags.in_fixtures
        ):
            return
        if self.public and not is_workspace_manager():
            frappe.throw(
                _("Public workspaces: only the role Workspace Manager may change them"),
                frappe.PermissionError,
            )
        if (
            not self.public
            and self.for_user
            and self.for_user != frappe.session.user
            and not is_workspace_manager()
        ):
            frappe.throw(_("This workspace belongs to another user"), frappe.PermissionError)

    def on_update(self) -> None:
        if (
            frappe.conf.developer_mode
            and self.public
            and self.module
            and not frappe.flags.in_import
        ):
            from frappe.modules.export_file import export_to_files

            export_to_files(record_list=[["Workspace", self.name]], record_module=self.module)

    def get_link_groups(self) -> list[dict[str, Any]]:
        from frappe.desk.desktop import Workspace as Page

        page = Page({"name": self.name})
        page.doc = self
        return page.link_groups()


def is_workspace_manager() -> bool:
    return "Workspace Manager" in frappe.get_roles()


def last_sequence_id(doc: Any) -> float:
    """The greatest place among the pages of the same kind, 0 without one."""
    filters = {"public": cint(doc.public), "for_user": doc.for_user or ["is", "not set"]}
    return (
        frappe.db.get_value("Workspace", filters, "sequence_id", order_by="sequence_id desc") or 0
    )


@frappe.whitelist()
def new_page(new_page: Any) -> dict[str, Any] | None:
    """Make a page; a public one only by a Workspace Manager."""
    page = frappe._dict(parse_object(new_page, "new_page"))
    if not page.title:
        return None
    if page.public and not is_workspace_manager():
        frappe.throw(
            _("Public workspaces: only the role Workspace Manager may make them"),
            frappe.PermissionError,
        )
    doc = frappe.new_doc("Workspace")
    doc.title = page.title
    doc.icon = page.icon or ""
    doc.indicator_color = page.indicator_color or ""
    doc.content = page.content or "[]"
    doc.label = page.title if page.public else f"{page.title}-{frappe.session.user}"
    doc.for_user = "" if page.public else frappe.session.user
    doc.parent_page = page.parent_page
    doc.public = cint(page.public)
    doc.sequence_id = last_sequence_id(doc) + 1
    doc.insert()
    return doc.as_dict()


@frappe.whitelist()
def save_page(title: str, public: Any, new_widgets: Any, blocks: Any) -> dict[str, Any]:
    """Store a page's layout."""
    name = title if cint(public) else f"{title}-{frappe.session.user}"
    save_new_widget(None, name, blocks, new_widgets)
    return {"name": title, "public": cint(public), "label": name}


@frappe.whitelist()
def hide_page(page_name: str) -> bool:
    return _set_hidden(page_name, 1)


@frappe.whitelist()
def unhide_page(page_name: str) -> bool:
    return _set_hidden(page_name, 0)


def _set_hidden(page_name: str, value: int) -> bool:
    if not is_workspace_manager():
        frappe.throw(
            _("Public workspaces: only the role Workspace Manager may hide or show them"),
            frappe.PermissionError,
        )
    doc = frappe.get_doc("Workspace", page_name)
    doc.is_hidden = value
    doc.save()
    return True


@frappe.whitelist()
def delete_page(page: Any) -> dict[str, Any] | None:
    values = frappe._dict(parse_object(page, "page"))
    if not frappe.db.exists("Workspace", values.name):
        return None
    doc = frappe.get_doc("Workspace", values.name)
    doc._check_owner()
    doc.delete()
    return {"name": values.name, "public": values.public, "title": values.title}


@frappe.whitelist()
def sort_pages(sb_public_items: Any, sb_private_items: Any) -> bool:
    """Store the order of the sidebar; public pages only by a Workspace Manager."""
    groups = [
        (parse_list(sb_private_items, "sb_private_items", of=dict), {"for_user": frappe.session.user, "public": 0})
    ]
    if is_workspace_manager():
        groups.append((parse_list(sb_public_items, "sb_public_items", of=dict), {"public": 1}))
    for pages, scope in groups:
        for number, page in enumerate(pages, 1):
            values = {"sequence_id": number, "parent_page": page.get("parent_page") or ""}
            frappe.db.set_value(
                "Workspace", {"name": page.get("name"), **scope}, values, update_modified=False
            )
    return True
