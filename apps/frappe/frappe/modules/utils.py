"""Where modules and their records lie, and reading them again."""

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from ristretto.context import current, scrub
from ristretto.db.metas import get_meta
from ristretto.document.controllers import module_path as controller_path
from ristretto.site import customizations, export, reload
from ristretto.site.records import import_file

import frappe
from frappe import _
from frappe.utils import cint


def scrub_dt_dn(dt: str, dn: str) -> tuple[str, str]:
    return scrub(dt), scrub(dn)


def get_module_path(module: str) -> str:
    return str(reload.module_path(module))


def get_module_app(module: str) -> str:
    return current().site.module_app[scrub(module)]


def get_doctype_module(doctype: str) -> str:
    return str(get_meta(doctype).module)


def get_doc_path(module: str, doctype: str, name: str) -> str:
    return str(reload.record_path(module, doctype, name).parent)


def get_module_name(
    doctype: str, module: str, prefix: str = "", suffix: str = "", app: str | None = None
) -> str:
    """Dotted path of a DocType's module, e.g. with `prefix="test_"`."""
    package, _dot, leaf = controller_path(doctype, module).rpartition(".")
    return f"{package}.{prefix}{leaf}{suffix}"


def load_doctype_module(
    doctype: str, module: str | None = None, prefix: str = "", suffix: str = ""
) -> ModuleType:
    """The Python module of a DocType; ImportError when there is none."""
    return import_module(
        get_module_name(doctype, module or get_doctype_module(doctype), prefix, suffix)
    )


def get_doc_module(module: str, doctype: str, name: str) -> ModuleType:
    """The Python module beside a standard record (report, page, notification)."""
    leaf = scrub(name)
    return import_module(f"{get_module_app(module)}.{scrub(module)}.{scrub(doctype)}.{leaf}.{leaf}")


def reload_doc(
    module: Any,
    dt: str | None = None,
    dn: str | None = None,
    force: bool = False,
    reset_permissions: bool = False,
) -> Any:
    """Import one record file, or each `[module, doctype, name]` of a list."""
    if isinstance(module, list):
        return [reload.reload_record(*each, force=force) for each in module]
    return reload.reload_record(module, str(dt), str(dn), force=force)


def export_doc(doctype: str, name: str, module: str | None = None) -> None:
    export.export_to_module(doctype, name, module)


def export_module_json(doc: Any, is_standard: Any, module: str) -> str | None:
    """In developer mode a standard record is written to its app; returns the path without its ending."""
    site_flags = current()
    if site_flags.flags.in_import or not is_standard or not site_flags.conf.developer_mode:
        return None
    return str(export.export_to_module(doc.doctype, doc.name, module).with_suffix(""))


@frappe.whitelist(methods=["POST", "PUT"])
def export_customizations(
    module: str, doctype: str, sync_on_migrate: Any = False, with_permissions: Any = False
) -> str | None:
    """Write the custom fields, properties and, when asked, permissions of a DocType and of its tables
    to `custom/` of a module, where migrate finds them; returns the file. Developer mode only."""
    frappe.only_for("System Manager")
    if not frappe.conf.developer_mode:
        frappe.throw(
            _(
                "This site does not write into apps: switch developer_mode on, or take the changes out"
                " as a package of their own (Export Changes)"
            )
        )
    for table in frappe.get_meta(doctype).get_table_fields():
        export_customizations(module, table.options, sync_on_migrate, with_permissions)
    found = {
        "custom_fields": _rows("Custom Field", "dt", doctype),
        "property_setters": _rows("Property Setter", "doc_type", doctype),
        "custom_perms": _rows("Custom DocPerm", "parent", doctype)
        if cint(with_permissions)
        else [],
    }
    if not any(found.values()):
        return None
    path = Path(frappe.get_module_path(module), "custom", f"{frappe.scrub(doctype)}.json")
    path.parent.mkdir(exist_ok=True)
    links = _rows("DocType Link", "parent", doctype)
    about = {"doctype": doctype, "links": links, "sync_on_migrate": cint(sync_on_migrate)}
    path.write_text(frappe.as_json({**found, **about}), encoding="utf-8")
    frappe.msgprint(_("Customizations of {0} exported to {1}").format(_(doctype), str(path)))
    return str(path)


def _rows(doctype: str, field: str, value: str) -> list[Any]:
    return list(frappe.get_all(doctype, fields=["*"], filters={field: value}, order_by="name"))


def sync_customizations(app: str | None = None) -> None:
    for each in [app] if app else current().site.installed_apps:
        customizations.sync_customizations(
            each, is_install=bool(app and current().flags.in_install)
        )


def import_file_by_path(
    path: str, force: bool = False, data_import: bool = False, **_ignored: Any
) -> bool:
    from pathlib import Path

    return import_file(Path(path), force=force, is_data=data_import) > 0
