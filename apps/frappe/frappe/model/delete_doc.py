"""Deleting, at Frappe's public path."""

from typing import Any

from ristretto.document import backlinks
from ristretto.document.delete import delete_doc as delete_doc

from frappe.model.dynamic_links import get_dynamic_link_map as get_dynamic_link_map


def check_if_doc_is_linked(doc: Any, method: str = "Delete") -> None:
    """LinkExistsError when other records link to this one."""
    (backlinks.check_any if method == "Delete" else backlinks.check_submitted)(doc)


def check_if_doc_is_dynamically_linked(doc: Any, method: str = "Delete") -> None:
    """Dynamic links are part of the same check."""
    check_if_doc_is_linked(doc, method)
