"""Decides which records tests find: those of every DocType that the tested one links to, then its own (4.8).

Records come from `_make_test_records`, `test_records` in the test module, or test_records.json beside it;
the site's `.test_log` remembers what was made.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib import import_module
from types import ModuleType
from typing import Any

from ristretto.context import current
from ristretto.db.metas import doctype_exists, get_meta
from ristretto.document import copy_doc, get_doc
from ristretto.document.controllers import module_path
from ristretto.errors import NameError

Records = list[dict[str, Any]]


def made() -> dict[str, list[str]]:
    """Names of the test records made in this process, by DocType (`frappe.local.test_objects`)."""
    context = current()
    if not hasattr(context, "test_objects"):
        context.test_objects = {}  # type: ignore[attr-defined]
    objects: dict[str, list[str]] = context.test_objects  # type: ignore[attr-defined]
    return objects


def make_test_records(doctype: str, *, force: bool = False, commit: bool = False) -> None:
    """Records for a DocType and, before them, for all it depends on."""
    if current().flags.skip_test_records:
        return
    for name in dependencies(doctype):
        if name in made():
            continue
        made()[name] = []
        make_test_records(name, force=force, commit=commit)
        _make_own(name, force=force, commit=commit)


def dependencies(doctype: str) -> list[str]:
    """Link targets of the DocType and its child tables, the DocType itself, what its tests name."""
    meta = get_meta(doctype)
    fields = [*meta.link_fields]
    for table in meta.table_fields:
        fields += get_meta(table.options).link_fields
    names = {str(field.options) for field in fields if field.options} | {doctype}
    module = test_module(doctype)
    names |= set(getattr(module, "test_dependencies", ()))
    names -= {"[Select]", *getattr(module, "test_ignore", ())}
    # A link to a DocType of an app that is not installed here needs no records.
    return sorted(name for name in names if doctype_exists(name))


def test_module(doctype: str) -> ModuleType | None:
    """`test_<doctype>.py` beside the controller, None where there is none."""
    meta = get_meta(doctype)
    if meta.custom:
        return None
    package, _dot, leaf = module_path(doctype, str(meta.module)).rpartition(".")
    name = f"{package}.test_{leaf}"
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name and name.startswith(error.name):
            return None
        raise


def _make_own(doctype: str, *, force: bool, commit: bool) -> None:
    log = current().site.path / ".test_log"
    known = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    if doctype in known and not force:
        return
    module = test_module(doctype)
    if hasattr(module, "_make_test_records"):
        made()[doctype] += list(module._make_test_records(0) or [])  # type: ignore[union-attr]
    else:
        records = getattr(module, "test_records", None)
        made()[doctype] += insert_records(
            doctype,
            records if records is not None else shipped_records(doctype),
            reset=force,
            commit=commit,
        )
    log.write_text("\n".join([*known, doctype]), encoding="utf-8")


def shipped_records(doctype: str) -> Records:
    """test_records.json beside the controller."""
    meta = get_meta(doctype)
    if meta.custom:
        return []
    package = module_path(doctype, str(meta.module)).rpartition(".")[0]
    app, *parts = package.split(".")
    path = current().site.app_path(app).joinpath(*parts, "test_records.json")
    records: Records = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return records


def insert_records(
    doctype: str, records: Iterable[dict[str, Any]], *, reset: bool, commit: bool
) -> list[str]:
    """Insert those that are missing, submit those with docstatus 1; returns the names."""
    names: list[str] = []
    for record in records:
        doc = copy_doc(get_doc({"doctype": doctype, **record}))
        if doc.meta.has_field("naming_series") and not doc.naming_series:
            doc.naming_series = f"_T-{doc.doctype}-"
        if record.get("name"):
            doc.name = record["name"]
        else:
            doc.set_new_name()
        if not reset and _exists(doc.doctype, doc.name):
            continue
        is_submitted, doc.docstatus = int(record.get("docstatus") or 0) == 1, 0
        try:
            doc.run_method("before_test_insert")
            doc.insert(ignore_if_duplicate=True)
        except NameError:
            continue  # made by another test's records
        if is_submitted:
            doc.submit()
        names.append(doc.name)
        if commit:
            current().db.commit()
    return names


def _exists(doctype: str, name: str) -> bool:
    return bool(current().db.execute(f"SELECT 1 FROM `tab{doctype}` WHERE `name` = ?", (name,)))
