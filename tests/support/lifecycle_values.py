"""Replays what each fieldtype makes of each value (cast), and the columns of the tables (column)."""

from __future__ import annotations

import re
from typing import Any

import frappe
from database_choice import is_mariadb
from lifecycle_world import OMITTED, World, attempt, read_typed, shrunk, typed
from parity_ledger import Row

DTNAME_FROM = 432  # from this id on the Link rows speak of f_dtname


def cast(world: World, row: Row) -> dict[str, Any]:
    """Insert a record with the value; what the object, a fresh load, the table and a GET show."""
    fieldtype, kind, value = row.given
    fieldname = _fieldname(fieldtype, int(row.id.split("-")[1]))
    sent = read_typed(kind, value)
    with world.session() as context:
        done = attempt(lambda: _insert(fieldname, sent))
        if "error" in done:
            return done
        doc = done["ok"]
        kept, name = typed(doc.get(fieldname)), doc.name
        read = typed(frappe.get_doc("ObsA Types", name).get(fieldname))
        raw = context.db.execute(
            f"SELECT `{fieldname}` FROM `tabObsA Types` WHERE `name` = ?", (name,)
        )[0][0]
    _status, answer = world.rest("GET", f"/api/resource/ObsA Types/{name}")
    found: dict[str, Any] = {} if kept == typed(sent) else {"kept": kept}
    found["read"] = read
    if typed(raw) != read:
        found["raw"] = typed(raw)
    found["rest"] = answer["data"].get(fieldname, OMITTED)
    return dict(shrunk(found))


def _fieldname(fieldtype: str, number: int) -> str:
    if fieldtype == "Link" and number >= DTNAME_FROM:
        return "f_dtname"
    return "f_" + fieldtype.lower().replace(" ", "_")


def _insert(fieldname: str, value: Any) -> Any:
    values = {"doctype": "ObsA Types", fieldname: value}
    if fieldname == "f_dynamic_link":
        values["f_dtname"] = "ObsA Tgt"
    return frappe.get_doc(values).insert()


def column(world: World, row: Row) -> Any:
    """The column as MariaDB writes its definition; for `_keys` the keys; for no field those without a column."""
    table, fieldname = row.given[:2]
    doctype = f"ObsA {table}"
    with world.session():
        if fieldname is None:
            meta = frappe.get_meta(doctype)
            return {"fieldtypes": [f.fieldtype for f in meta.fields if f.column is None]}
        if fieldname == "_keys":
            return keys(doctype)
        return definition(doctype, fieldname)


def definition(doctype: str, fieldname: str) -> str | None:
    """`int(11) NOT NULL DEFAULT 0` of a real column; None where there is none."""
    if is_mariadb():
        found = re.search(rf"^ *`{fieldname}` (.*?),?$", _show_create(doctype), re.M)
        return found[1] if found else None
    for _number, name, kind, not_null, default, _key in frappe.db.sql(
        f"PRAGMA table_info(`tab{doctype}`)"
    ):
        if name == fieldname:
            text = kind.lower() + (" NOT NULL" if not_null else "")
            if default is None:
                return text if not_null else f"{text} DEFAULT NULL"
            return f"{text} DEFAULT {_decimals(kind.lower(), default)}"
    return None


def _show_create(doctype: str) -> str:
    if not frappe.db.table_exists(doctype):
        return ""
    return str(frappe.db.sql(f"show create table `tab{doctype}`")[0][1])


def _decimals(kind: str, default: str) -> str:
    """MariaDB writes the default of a decimal with all its places."""
    places = re.fullmatch(r"decimal\(\d+,(\d+)\)", kind)
    return f"{float(default):.{int(places[1])}f}" if places else default


def keys(doctype: str) -> list[str]:
    """Keys over single columns, as SHOW CREATE lists them."""
    if is_mariadb():
        found = re.findall(r"^ *((?:PRIMARY |UNIQUE )?KEY.*?),?$", _show_create(doctype), re.M)
        return sorted(each.replace("`", "") for each in found if "," not in each)
    found = []
    for row in frappe.db.sql(f"PRAGMA index_list(`tab{doctype}`)"):
        columns = [info[2] for info in frappe.db.sql(f"PRAGMA index_info(`{row[1]}`)")]
        if len(columns) > 1:
            continue
        word = "PRIMARY KEY" if row[3] == "pk" else "UNIQUE KEY" if row[2] else "KEY"
        found.append(
            f"{word} ({columns[0]})"
            if row[3] == "pk"
            else f"{word} {columns[0]} ({', '.join(columns)})"
        )
    return sorted(found)
