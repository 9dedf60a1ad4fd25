"""Record files of an app whose content nobody meant: a migration names the file and the mistake, or takes
it; never a fault of ours, never SQL, and what was refused is not stored."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import frappe
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ristretto.context import Context
from ristretto.errors import Error, QueryError
from ristretto.site.records import import_file
from security_house import TELLTALES
from security_values import FUZZ, VALUES

DOCTYPE: dict[str, Any] = {
    "doctype": "DocType", "name": "Sync Probe", "module": "Core", "autoname": "field:title",
    "modified": "2030-01-01 00:00:00", "engine": "InnoDB", "field_order": ["title", "kind"],
    "fields": [
        {"fieldname": "title", "fieldtype": "Data", "label": "Title", "reqd": 1},
        {"fieldname": "kind", "fieldtype": "Link", "options": "Role", "label": "Kind"},
    ],
    "permissions": [{"role": "System Manager", "read": 1, "write": 1}],
    "links": [], "actions": [], "states": [],
}  # fmt: skip
RECORDS: list[dict[str, Any]] = [
    DOCTYPE,
    {"doctype": "Role", "name": "Sync Role", "role_name": "Sync Role"},
    {"doctype": "Property Setter", "name": "Sync-Setter", "doc_type": "ToDo", "field_name": "date",
     "property": "reqd", "value": "1", "doctype_or_field": "DocField"},
    {"doctype": "Custom Field", "name": "ToDo-sync", "dt": "ToDo", "fieldname": "sync",
     "fieldtype": "Data", "label": "Sync"},
    {"doctype": "Print Format", "name": "Sync Print", "doc_type": "ToDo", "html": "{{ doc.name }}"},
    {"doctype": "System Settings", "name": "System Settings", "language": "en"},
]  # fmt: skip
WORDS = st.sampled_from([
    "Data", "Nope", "Table", "User", "`; drop table x; --", "'", "name", "Sync Probe", "2026-13-45", "{{", "../x",
    "field:nope", "\x00", "x" * 200, "DocType", "Core",
])  # fmt: skip
JUNK = VALUES | WORDS


def places(record: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The address of every value of a record: keys, and rows with their keys."""
    found: list[tuple[Any, ...]] = []
    for key, value in record.items():
        found.append((key,))
        for number, row in enumerate(value if isinstance(value, list) else []):
            found.append((key, number))
            found.extend((key, number, inner) for inner in (row if isinstance(row, dict) else ()))
    return found


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A record of an app with one to three of its values replaced, removed or added."""
    record = copy.deepcopy(draw(st.sampled_from(RECORDS)))
    for _turn in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from(places(record)))
        target: Any = record
        for step in place[:-1]:
            target = target[step]
        if draw(st.booleans()):
            target[place[-1]] = draw(JUNK)
        elif isinstance(target, dict):
            del target[place[-1]]
            target[draw(WORDS)] = draw(JUNK)
        if not isinstance(record, dict):
            return record
    return record


def stored(context: Context) -> list[Any]:
    tables = ("DocType", "DocField", "DocPerm", "Role", "Property Setter", "Custom Field")
    return [context.db.execute(f"select count(*) from `tab{table}`")[0][0] for table in tables]


def take(path: Path, context: Context, *, is_data: bool) -> Exception | None:
    """Import as `migrate` does; the refusal, or None when it was taken."""
    try:
        import_file(path, force=True, is_data=is_data)
    except Error as error:
        frappe.db.rollback(save_point="before")
        return error
    return None


@FUZZ
@given(record=mutated(), many=st.booleans(), is_data=st.booleans())
def test_a_mutated_record_file(
    fresh_ctx: Context,
    tmp_path_factory: pytest.TempPathFactory,
    record: Any,
    many: bool,
    is_data: bool,
) -> None:
    """One file with a value that does not belong there."""
    path = tmp_path_factory.getbasetemp() / "record.json"
    path.write_text(json.dumps([record] if many else record), encoding="utf-8")
    frappe.db.savepoint("before")
    before = stored(fresh_ctx)
    error = take(path, fresh_ctx, is_data=is_data)
    if error is None:
        frappe.db.rollback(save_point="before")
        frappe.clear_cache()
        return
    assert not isinstance(error, QueryError), repr(error)
    assert str(error), repr(error)
    assert not TELLTALES.search(str(error)), error
    assert stored(fresh_ctx) == before


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", "null", '"x"', '{"name": "x"}', "[[]]", "\ufeff{}"]
)
def test_a_file_that_is_no_record(fresh_ctx: Context, tmp_path: Path, text: str) -> None:
    """Not JSON, or no record: the file is named."""
    path = tmp_path / "broken.json"
    path.write_text(text, encoding="utf-8")
    error = take_whole(path, fresh_ctx)
    assert "broken.json" in str(error)


def take_whole(path: Path, context: Context) -> Exception | None:
    frappe.db.savepoint("before")
    return take(path, context, is_data=False)
