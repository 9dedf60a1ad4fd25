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
        """The stored page is judged as well: else a page is taken by writing one's own name on it."""
        flags = frappe.flags
        if (
            flags.in_install
            or flags.in_migrate
            or flags.in_patch
            or flags.in_import
            or flags.in_fixtures
            or is_workspace_manager()
        ):
            return
        stored = None if self.is_new() else self.get_doc_before_save() or self
        for page in filter(None, (self, stored)):
            check_page(page)

    def on_trash(self) -> None:
        flags = frappe.flags
        if not (flags.in_migrate or flags.in_patch or flags.in_uninstall or is_workspace_manager()):
            check_page(self)

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


def check_page(page: Any) -> None:
    """Raises PermissionError where somebody who manages no workspaces touches a page that is not his own."""
    if cint(page.public):
        frappe.throw(
            _("Public workspaces: only the role Workspace Manager may change them"),
            frappe.PermissionError,
        )
    if page.for_user and page.for_user != frappe.session.user:
        frappe.throw(_("This workspace belongs to another user"), frappe.PermissionError)


def has_permission(
    doc: Any, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
    """Somebody's own page is nobody else's to read (stock shows it to everybody)."""
    user = user or frappe.session.user
    own = cint(doc.get("public")) or not doc.get("for_user") or doc.get("for_user") == user
    return bool(own) or "Workspace Manager" in frappe.get_roles(user)


def get_permission_query_conditions(
    user: str | None = None, doctype: str | None = None
) -> str | None:
    user = user or frappe.session.user
    if "Workspace Manager" in frappe.get_roles(user):
        return None
    owner = "ifnull(`tabWorkspace`.`for_user`, '')"
    return f"(`tabWorkspace`.`public` = 1 or {owner} in ('', {frappe.db.escape(user)}))"


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
    if cint(public) and not frappe.db.exists("Workspace", name):
        name = frappe.db.get_value("Workspace", {"public": 1, "title": title}) or name
    save_new_widget(None, name, blocks, new_widgets)
    return {"name": title, "public": cint(public), "label": name}


@frappe.whitelist()
def update_page(
    name: str, title: str, icon: str, indicator_color: str, parent: str, public: Any
) -> dict[str, Any]:
    """Another title, picture or place; a new title renames the page, its sub-pages follow."""
    doc = frappe.get_doc("Workspace", name)
    children = frappe.get_all(
        "Workspace", {"parent_page": doc.title, "public": cint(doc.public)}, pluck="name"
    )
    for_user = "" if cint(public) else doc.for_user or frappe.session.user
    values = {"title": title, "icon": icon, "indicator_color": indicator_color}
    doc.update({**values, "parent_page": parent, "public": cint(public), "for_user": for_user})
    label = f"{title}-{for_user}" if for_user else title
    doc.label = label
    doc.save()
    if label != name:
        frappe.rename_doc("Workspace", name, label, force=True)
    for child in children:
        frappe.db.set_value("Workspace", child, "parent_page", title)
    return {"name": title, "public": cint(public), "label": label}


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
        (
            parse_list(sb_private_items, "sb_private_items", of=dict),
            {"for_user": frappe.session.user, "public": 0},
        )
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
