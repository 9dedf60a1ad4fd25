"""Small forms to import into, and imports of texts and sheets."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Iterable
from typing import Any

import frappe
from frappe.core.doctype.data_import import data_import as calls
from ristretto.document import get_doc
from web_world import doctype, field

_numbers = itertools.count(1)
INSERT, UPDATE = "Insert New Records", "Update Existing Records"


def make_forms() -> None:
    """A named reference, a form with a table and links, a form that is submitted."""
    frappe.db.set_value("User", "Administrator", "language", "en")
    get_doc({"doctype": "Role", "role_name": "Web Reader", "desk_access": 1}).insert()
    get_doc({"doctype": "Role", "role_name": "Importer", "desk_access": 1}).insert()
    rights = {"role": "Importer", "read": 1, "write": 1, "create": 1, "import": 1, "export": 1}
    doctype("Imp Row", [field("item", "Data", reqd=1), field("qty", "Float")], istable=1)
    reference = [field("title", "Data"), field("town", "Data")]
    open_to = {"allow_import": 1, "more_permissions": [rights]}
    doctype("Imp Ref", reference, autoname="field:title", **open_to)
    main = [
        field("title", "Data", reqd=1),
        field("status", "Select", options="Open\nClosed", default="Open"),
        field("due", "Date"),
        field("ref", "Link", options="Imp Ref"),
        field("amount", "Currency"),
        field("secret", "Data", permlevel=1),
        field("items", "Table", options="Imp Row"),
    ]
    doctype("Imp Main", main, autoname="format:IM-{#####}", track_changes=1, **open_to)
    doctype("Imp Sub", [field("title", "Data", reqd=1)], is_submittable=1, autoname="hash")


def clean() -> None:
    """Take away what a test stored: imports commit."""
    frappe.db.rollback()
    frappe.set_user("Administrator")
    tables = (
        "Imp Row",
        "Imp Ref",
        "Imp Main",
        "Imp Sub",
        "Data Import",
        "Data Import Log",
        "File",
        "Translation",
    )
    for table in tables:
        frappe.db.delete(table)
    for user in frappe.get_all("User", {"email": ("like", "user%@example.com")}, pluck="name"):
        frappe.delete_doc("User", user, force=True)
    frappe.db.set_value("User", "Administrator", "language", "en")
    frappe.db.set_default("number_format", "#,###.##")
    frappe.db.commit()


def upload(content: str | bytes, name: str = "import.csv") -> str:
    """The address of a private file of the caller."""
    file = get_doc({"doctype": "File", "file_name": name, "content": content, "is_private": 1})
    return str(file.insert().file_url)


def sheet(rows: Iterable[Iterable[Any]]) -> bytes:
    from openpyxl import Workbook

    book, target = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(target)
    return target.getvalue()


def make_import(doctype: str, content: str | bytes, kind: str = INSERT, **values: Any) -> Any:
    name = f"import-{next(_numbers)}.{'csv' if isinstance(content, str) else 'xlsx'}"
    options = values.pop("options", None)
    given = {"template_options": json.dumps(options)} if options else {}
    given |= {"reference_doctype": doctype, "import_type": kind, **values}
    return get_doc(
        {"doctype": "Data Import", "import_file": upload(content, name), **given}
    ).insert()


def run(doctype: str, content: str | bytes, kind: str = INSERT, **values: Any) -> dict[str, Any]:
    """Import it here and now; {status, success, failed, total_records}."""
    doc = make_import(doctype, content, kind, **values)
    calls.form_start_import(doc.name)
    return {**calls.get_import_status(doc.name), "name": doc.name}


def problems(doctype: str, content: str | bytes, kind: str = INSERT) -> list[tuple[Any, Any, str]]:
    """(line, column, sentence) of each warning that names a cell."""
    doc = make_import(doctype, content, kind)
    found = calls.get_preview_from_template(doc.name).warnings
    return [(each["row"], each.get("col"), each["message"]) for each in found if "row" in each]


def refusals(name: str) -> list[str]:
    logs = frappe.get_all(
        "Data Import Log", {"data_import": name, "success": 0}, ["messages"], order_by="log_index"
    )
    return [str(json.loads(log.messages)[0]["message"]) for log in logs]
