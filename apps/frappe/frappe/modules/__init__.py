"""Modules, their folders and their records at Frappe's public place."""

from frappe.modules.utils import (
    export_doc,
    get_doc_module,
    get_doc_path,
    get_doctype_module,
    get_module_app,
    get_module_name,
    get_module_path,
    load_doctype_module,
    reload_doc,
    scrub,
    scrub_dt_dn,
)

__all__ = [
    "export_doc",
    "get_doc_module",
    "get_doc_path",
    "get_doctype_module",
    "get_module_app",
    "get_module_name",
    "get_module_path",
    "load_doctype_module",
    "reload_doc",
    "scrub",
    "scrub_dt_dn",
]
