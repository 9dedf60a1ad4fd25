"""Trees stored as nested sets: the public names over the engine's implementation."""

from __future__ import annotations

from ristretto.document.tree import NestedSet as NestedSet
from ristretto.document.tree import get_ancestors_of as get_ancestors_of
from ristretto.document.tree import get_descendants_of as get_descendants_of
from ristretto.document.tree import get_root_of as get_root_of
from ristretto.document.tree import rebuild_tree as _rebuild_tree
from ristretto.document.tree import update_nsm as update_nsm
from ristretto.errors import NestedSetChildExistsError as NestedSetChildExistsError
from ristretto.errors import NestedSetInvalidMergeError as NestedSetInvalidMergeError
from ristretto.errors import NestedSetMultipleRootsError as NestedSetMultipleRootsError
from ristretto.errors import NestedSetRecursionError as NestedSetRecursionError

import frappe
from frappe import _


@frappe.whitelist()
def rebuild_tree(doctype: str, parent_field: str | None = None) -> None:
    """Number the whole tree anew from the parent links; from a request only by a System Manager."""
    if frappe.local.request:
        frappe.only_for("System Manager")
    meta = frappe.get_meta(doctype)
    for field in ("lft", parent_field or meta.nsm_parent_field or "name"):
        # Both names become part of the statement.
        if not meta.has_field(field) and field != "name":
            frappe.throw(_("{0} has no field {1}").format(doctype, field))
    _rebuild_tree(doctype, parent_field)
