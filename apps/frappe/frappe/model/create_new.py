"""New documents with their defaults, at Frappe's older path."""

from __future__ import annotations

from typing import Any

import frappe


def get_new_doc(
    doctype: str, parent_doc: Any = None, parentfield: str | None = None, as_dict: bool = False
) -> Any:
    return frappe.new_doc(doctype, parent_doc=parent_doc, parentfield=parentfield, as_dict=as_dict)
