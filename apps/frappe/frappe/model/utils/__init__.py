"""Helpers of the model namespace at Frappe's public paths."""

from __future__ import annotations

import re
from typing import Any

import frappe
from frappe import _

_INCLUDE = re.compile(r"""{%\s*include\s*['"](.*?)['"]\s*%}""")
_DEEPEST_INCLUDE = 5


class InvalidIncludePath(frappe.ValidationError):
    """An include in a script that names no file of an app."""


def set_default(doc: Any, key: str) -> None:
    """Make this record the default among those with the same value of `key`."""
    if not doc.is_default:
        doc.db_set("is_default", 1)
    frappe.db.set_value(
        doc.doctype,
        {key: doc.get(key), "name": ["!=", doc.name]},
        "is_default",
        0,
        update_modified=False,
    )


def render_include(content: str) -> str:
    """A script with the files that it includes (`{% include "app/path" %}`), five levels deep."""
    text = frappe.cstr(content)
    for _level in range(_DEEPEST_INCLUDE):
        if "{% include" not in text:
            break
        text = _INCLUDE.sub(lambda found: _included(found.group(1)), text)
    return text


def _included(path: str) -> str:
    from pathlib import Path

    app, _slash, inside = path.partition("/")
    folder = Path(frappe.get_app_path(app)).resolve()
    file = (folder / inside).resolve()
    if not inside or not file.is_relative_to(folder) or not file.is_file():
        frappe.throw(_("There is no file {0} to include").format(path), InvalidIncludePath)
    return file.read_text(encoding="utf-8")


def get_fetch_values(doctype: str, fieldname: str, value: Any) -> Any:
    """{target field: value} of all fields that fetch from the record in Link field `fieldname`."""
    meta = frappe.get_meta(doctype)
    sources = {
        field.fieldname: field.fetch_from.split(".", 1)[1]
        for field in meta.get_fields_to_fetch(fieldname)
    }
    result = frappe._dict.fromkeys(sources)
    if sources and value:
        found = frappe.db.get_value(
            meta.get_options(fieldname), value, list(set(sources.values())), as_dict=True
        )
        result.update(
            {target: found.get(source) for target, source in sources.items()} if found else {}
        )
    return result


def is_virtual_doctype(doctype: str) -> bool:
    return bool(frappe.get_meta(doctype).is_virtual)


def is_single_doctype(doctype: str) -> bool:
    return bool(frappe.get_meta(doctype).issingle)
