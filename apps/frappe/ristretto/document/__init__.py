"""Decides the life of documents: load, insert, save, submit, cancel, delete, rename, trees, versions."""

from ristretto import access
from ristretto.document.api import copy_doc, get_cached_doc, get_doc, get_last_doc, new_doc
from ristretto.document.base import BaseDocument
from ristretto.document.delete import delete_doc
from ristretto.document.docstatus import DocStatus
from ristretto.document.document import Document
from ristretto.document.rename import rename_doc
from ristretto.document.tree import NestedSet

__all__ = [
    "BaseDocument",
    "DocStatus",
    "Document",
    "NestedSet",
    "copy_doc",
    "delete_doc",
    "get_cached_doc",
    "get_doc",
    "get_last_doc",
    "new_doc",
    "rename_doc",
]

access.use_loader(get_doc)
