"""Writing records to an app's folder at Frappe's public place."""

from typing import Any

from ristretto.site.export import export_to_module

__all__ = ["export_doc", "export_to_files", "write_document_file"]


def write_document_file(doc: Any, record_module: str | None = None, **_ignored: Any) -> str:
    return str(export_to_module(doc.doctype, doc.name, record_module))


def export_doc(doc: Any) -> None:
    write_document_file(doc)


def export_to_files(
    record_list: Any = None, record_module: str | None = None, **_ignored: Any
) -> None:
    for doctype, name, *_rest in record_list or ():
        export_to_module(doctype, name, record_module)
