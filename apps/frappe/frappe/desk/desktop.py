"""Workspaces: the pages of the desk a user sees, and what stands on each, filtered by rights."""

from __future__ import annotations

from typing import Any

from ristretto.web.listing import parse_list, parse_object

import frappe
from frappe import _
from frappe.desk.allowed import allowed_modules, allowed_reports, item_allowed
from frappe.model.document import Document
from frappe.utils import cint

SIDEBAR_FIELDS = [
    "name",
    "title",
    "for_user",
    "parent_page",
    "content",
    "public",
    "module",
    "icon",
    "indicator_color",
    "is_hidden",
]
_QUERY_REPORTS = ("Query Report", "Script Report", "Custom Report")


class Workspace:
    """One page as the current user may see it; PermissionError for a page of a blocked module."""

    def __init__(self, page: dict[str, Any], minimal: bool = False) -> None:
        self.doc = frappe.get_cached_doc("Workspace", page.get("name"))
        self.manager = "Workspace Manager" in frappe.get_roles()
        if self.manager:
            return
        if self.doc.module and self.doc.module not in allowed_modules():
            raise frappe.PermissionError(
                _(
                    "The module {0} is switched off for you, or holds nothing that you may read"
                ).format(self.doc.module)
            )
        if self.doc.for_user and self.doc.for_user != frappe.session.user:
            raise frappe.PermissionError(_("This workspace belongs to another user"))

    def is_permitted(self) -> bool:
        """Whether the page names no role, or one that the user holds."""
        roles = {row.role for row in self.doc.roles}
        return not roles or bool(roles & set(frappe.get_roles()))

    def build(self) -> dict[str, Any]:
        return {
            "charts": {"items": self.records("charts", "Dashboard Chart", "chart_name")},
            "shortcuts": {"items": self.shortcuts()},
            "cards": {"items": self.cards()},
            "onboardings": {"items": []},
            "quick_lists": {"items": self.quick_lists()},
            "number_cards": {
                "items": self.records("number_cards", "Number Card", "number_card_name")
            },
            "custom_blocks": {
                "items": self.records("custom_blocks", "Custom HTML Block", "custom_block_name")
            },
        }

    def records(self, table: str, doctype: str, field: str) -> list[Any]:
        """Rows that name a chart, card or block which exists and which the user may read."""
        if not frappe.has_permission(doctype, throw=False):
            return []
        items = []
        for row in self.doc.get(table):
            name = row.get(field)
            if not name or not frappe.db.exists(doctype, name):
                continue
            if not frappe.has_permission(doctype, doc=name):
                continue
            items.append(row.as_dict().update({"label": _(row.label or name)}))
        return items

    def shortcuts(self) -> list[Any]:
        items = []
        for row in self.doc.shortcuts:
            if not item_allowed(row.link_to, row.type):
                continue
            item = row.as_dict()
            if row.type == "Report":
                report = allowed_reports().get(row.link_to) or {}
                if report.get("report_type") in _QUERY_REPORTS:
                    item["is_query_report"] = 1
                else:
                    item["ref_doctype"] = report.get("ref_doctype")
            item["label"] = _(row.label or row.link_to)
            items.append(item)
        return items

    def quick_lists(self) -> list[Any]:
        return [
            row.as_dict().update({"label": _(row.label or row.document_type)})
            for row in self.doc.quick_lists
            if item_allowed(row.document_type, "doctype")
        ]

    def cards(self) -> list[Any]:
        """Groups of links; one without a permitted link is left out."""
        groups = []
        for group in self.link_groups():
            links = [
                self._link(row)
                for row in group["links"]
                if item_allowed(row.link_to, row.link_type)
            ]
            if links:
                groups.append(group | {"links": links, "label": _(group["label"])})
        return groups

    def link_groups(self) -> list[dict[str, Any]]:
        """The rows under their Card Break.

        Links before the first break form a card of their own.
        """
        groups: list[dict[str, Any]] = []
        for row in self.doc.links:
            if cint(row.hidden):
                continue
            if row.type == "Card Break":
                groups.append(dict(row.as_dict()) | {"links": []})
                continue
            if not groups:
                groups.append({"label": "Link", "type": "Card Break", "links": []})
            groups[-1]["links"].append(row)
        return groups

    def _link(self, row: Any) -> Any:
        item = row.as_dict()
        wanted = [name.strip() for name in (row.dependencies or "").split(",") if name.strip()]
        if wanted:
            item["incomplete_dependencies"] = [name for name in wanted if not _has_records(name)]
        if row.link_type == "DocType" and frappe.db.exists("DocType", row.link_to):
            item["description"] = frappe.get_meta(row.link_to).description
        item["label"] = _(row.label or row.link_to)
        return item


def _has_records(doctype: str) -> bool:
    """Whether a DocType holds anything at all: an onboarding hint, so the answer ignores rights."""
    meta = frappe.get_meta(doctype)
    return bool(meta.issingle) or bool(frappe.get_all(doctype, limit=1))


@frappe.whitelist()
@frappe.read_only()
def get_desktop_page(page: str) -> dict[str, Any]:
    """What stands on a workspace; an empty dict when there is no such page."""
    wanted = frappe._dict(parse_object(page, "page"))
    try:
        frappe.get_cached_doc("Workspace", wanted.get("name"))
    except frappe.DoesNotExistError:
        return {}  # the message that there is none stays in the answer
    workspace = Workspace(wanted)
    if not workspace.manager and not workspace.is_permitted():
        raise frappe.PermissionError(_("You need one of this workspace's roles"))
    return workspace.build()


@frappe.whitelist()
@frappe.read_only()
def get_workspace_sidebar_items() -> dict[str, Any]:
    """Pages of the sidebar in their order: public ones first, then the user's own."""
    manager = "Workspace Manager" in frappe.get_roles()
    public: list[Any] = []
    private: list[Any] = []
    # Roles, modules and owners are checked page by page below: nobody needs a right on the records.
    for page in frappe.get_all("Workspace", fields=SIDEBAR_FIELDS, order_by="sequence_id asc"):
        if not _listed(page, manager):
            continue
        page["label"] = _(page.title or page.name)
        (public if page.public else private).append(page)
    return {
        "pages": public + private,
        "has_access": manager,
        "has_create_access": frappe.has_permission(doctype="Workspace", ptype="create"),
    }


def _listed(page: Any, manager: bool) -> bool:
    if not page.public:
        return page.for_user == frappe.session.user
    if manager:
        return True
    if page.is_hidden or (page.module and page.module not in allowed_modules()):
        return False
    return Workspace(page, minimal=True).is_permitted()


@frappe.whitelist()
def save_new_widget(doc: Any, page: str, blocks: str, new_widgets: str | None) -> bool:
    """Store a page's layout together with the rows of newly placed widgets; what is not named goes."""
    from frappe.desk.doctype.workspace.layout import add_widgets, as_content, clean_up

    workspace = doc if isinstance(doc, Document) else frappe.get_doc("Workspace", page)
    add_widgets(workspace, new_widgets)
    if blocks:
        layout = parse_list(blocks, "blocks", of=dict)
        clean_up(workspace, layout)
        workspace.content = as_content(layout)
    workspace.save()
    return True
