"""Trees for the desk: the children of a node, all nodes below one, a new node."""

from __future__ import annotations

from typing import Any

from ristretto.context import current
from ristretto.web.listing import parse_list
from ristretto.web.rpc import function_of, require_endpoint

import frappe
from frappe import _
from frappe.utils import cint

_SKIPPED = ("cmd", "data", "doctype", "csrf_token")


@frappe.whitelist()
@frappe.read_only()
def get_children(doctype: str, parent: str = "", **filters: Any) -> list[Any]:
    """value, title, expandable of the nodes right below `parent` ("" means the roots)."""
    return _children(doctype, parent)


def _children(doctype: str, parent: str = "", ignore_permissions: bool = False) -> list[Any]:
    meta = frappe.get_meta(doctype)
    field = meta.nsm_parent_field or f"parent_{frappe.scrub(doctype)}"
    filters: Any = [["docstatus", "<", 2]]
    filters.append([field, "=", parent] if parent else [field, "is", "not set"])
    rows = frappe.get_list(
        doctype,
        fields=["name", meta.title_field or "name", "is_group"],
        filters=filters,
        order_by="name",
        limit_page_length=0,
        ignore_permissions=ignore_permissions,
    )
    return [
        frappe._dict(
            value=row.name,
            title=row.get(meta.title_field or "name") or row.name,
            expandable=cint(row.is_group),
        )
        for row in rows
    ]


@frappe.whitelist()
def get_all_nodes(
    doctype: str, label: str, parent: str, tree_method: str, **filters: Any
) -> list[dict[str, Any]]:
    """`{parent, data}` for a node and every group below it, by the tree's own method."""
    method, path = function_of(current(), tree_method)
    require_endpoint(method, path)
    frappe.is_whitelisted(method)
    arguments = {key: value for key, value in filters.items() if key not in _SKIPPED}
    data = parse_list(method(doctype, parent, **arguments), tree_method, of=dict)
    out = [{"parent": label, "data": data}]
    waiting = [row.get("value") for row in data if row.get("expandable")]
    while waiting:
        node = waiting.pop()
        rows = method(doctype, node, **arguments)
        out.append({"parent": node, "data": rows})
        waiting.extend(row.get("value") for row in rows if row.get("expandable"))
    return out


@frappe.whitelist()
def add_node() -> None:
    """Insert a node from the request's values."""
    values = make_tree_args(**frappe.form_dict)
    doc = frappe.get_doc(values)
    doc.save()


def make_tree_args(**kwarg: Any) -> Any:
    """Values of a new node: the parent's field name filled from `parent`."""
    values = {key: value for key, value in kwarg.items() if key not in ("cmd", "csrf_token")}
    doctype = values.get("doctype")
    if not isinstance(doctype, str) or not doctype:
        frappe.throw(_("A document with its doctype is needed"))
    field = frappe.get_meta(doctype).nsm_parent_field or f"parent_{frappe.scrub(doctype)}"
    is_root = values.pop("is_root", None) in ("true", "1", True, 1)
    if is_root:
        values[field] = None
    elif values.get("parent") and not values.get(field):
        values[field] = values["parent"]
    values.pop("parent", None)
    values["doctype"] = doctype
    return frappe._dict(values)
