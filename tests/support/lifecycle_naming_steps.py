"""The rows of `naming` that are a story of their own."""

from __future__ import annotations

import re
from typing import Any

import frappe
from frappe.model.naming import make_autoname
from lifecycle_naming import STEPS, kind, named, new, series, step
from lifecycle_types import doctype, field
from lifecycle_world import World, attempt
from parity_ledger import Row

XR = "XR-.####"
OPTIONS = "SR-.YYYY.-\nQR-.###\nPR-.{title}.-.##\nTR"
PARTY = [field("naming_series", "Select", OPTIONS)]


@step(1)
def date(world: World, row: Row) -> Any:
    return {"date": frappe.utils.today()}


@step(3)
def delete_last(world: World, row: Row) -> Any:
    doc = new(kind(world, XR), title="TT").insert()
    frappe.delete_doc(doc.doctype, doc.name)
    left = series("XR-")
    return {"series_after_delete": left, "next": named(new(doc.doctype, title="TT").insert)}


@step(4)
def delete_middle(world: World, row: Row) -> Any:
    frappe.delete_doc(kind(world, XR), "XR-0002")
    return {"next": named(new(kind(world, XR), title="TT").insert)}


@step(5)
def copy(world: World, row: Row) -> Any:
    return {"name": named(frappe.copy_doc(frappe.get_doc(kind(world, XR), "XR-0001")).insert)}


@step(6, 7)
def preset(world: World, row: Row) -> Any:
    values = {key: row.given[key] for key in ("name", "__newname") if key in row.given}
    return {"name": named(new(kind(world, XR), **values).insert)}


@step(8)
def set_name(world: World, row: Row) -> Any:
    return {"name": named(lambda: new(kind(world, XR)).insert(set_name="MINE3"))}


@step(9)
def in_import(world: World, row: Row) -> Any:
    frappe.flags.in_import = True
    found = named(new(kind(world, XR), name="MINE4").insert)
    frappe.flags.in_import = False
    return {"name": found}


@step(10)
def rolled_back(world: World, row: Row) -> Any:
    before = series("XR-")[0][1]
    named(new(kind(world, XR), title="x" * 141).insert)
    return {"delta": series("XR-")[0][1] - before}


@step(11)
def beyond_the_digits(world: World, row: Row) -> Any:
    frappe.db.sql("update `tabSeries` set current = 9999 where name = 'XR-'")
    names = [named(new(kind(world, XR)).insert) for _time in range(2)]
    return dict(zip(("name", "next"), names, strict=True))


@step(12)
def counter_behind(world: World, row: Row) -> Any:
    frappe.db.sql("update `tabSeries` set current = 0 where name = 'XR-'")
    names = [named(new(kind(world, XR)).insert) for _time in range(2)]
    return dict(zip(("result", "again"), names, strict=True))


@step(42)
def field_beats_name(world: World, row: Row) -> Any:
    return {"name": named(new(kind(world, "field:title"), title="sync1", name="other").insert)}


@step(43)
def changed_field(world: World, row: Row) -> Any:
    doc = frappe.get_doc(kind(world, "field:title"), "sync1")
    doc.title = "changed"
    doc.save()
    stored = frappe.db.get_value(doc.doctype, "sync1", "title")
    return {"name": doc.name, "title": doc.title, "db_title": stored}


@step(44)
def rename_field_named(world: World, row: Row) -> Any:
    returned = frappe.rename_doc(kind(world, "field:title"), "sync1", "sync2")
    title = frappe.db.get_value(kind(world, "field:title"), "sync2", "title")
    return {"returned": returned, "title": title}


@step(49, 59, 60, 82)
def save_doctype(world: World, row: Row) -> Any:
    """A definition is saved or refused; that with "prompt" has the name of the one with "Prompt", in lower case."""
    autoname = {49: "field:dd", 59: "naming_series:", 60: "QR-.####", 82: "prompt"}[_number(row)]
    name = kind(world, "Prompt").lower() if autoname == "prompt" else f"ObsA ND {_number(row)}"
    values = doctype(name, [field("title"), field("dd", "Date")], autoname=autoname)
    custom = {"doctype": "DocType", "module": "Custom", "custom": 1}
    done = attempt(lambda: frappe.get_doc({**custom, **values}).insert())
    return {"error": done["error"]} if "error" in done else {"ok": True}


def _number(row: Row) -> int:
    return int(row.id.split("-")[1])


@step(50, 51, 52, 53, 54, 55)
def by_series(world: World, row: Row) -> Any:
    party = kind(world, "naming_series:", fields=PARTY)
    values = {"title": "TT", "naming_series": row.given["naming_series"]}
    return {
        "result": named(new(party, **values).insert),
        "again": named(new(party, **values).insert),
    }


@step(56)
def series_of_none(world: World, row: Row) -> Any:
    doc = new(kind(world, "naming_series:", fields=PARTY), title="TT").insert()
    world.kept["party"] = doc.name
    return {"value": doc.naming_series}


@step(57)
def change_series(world: World, row: Row) -> Any:
    doc = frappe.get_doc(kind(world, "naming_series:", fields=PARTY), world.kept["party"])
    doc.naming_series = "QR-.###"
    doc.save()
    return {"name": doc.name}


@step(58)
def series_rows(world: World, row: Row) -> Any:
    keys = ("SR-2026-", "QR-", "PR-TT-", "TR", "NEWR-")
    return {"rows": series(*keys)}


@step(71)
def empty_key(world: World, row: Row) -> Any:
    return {"rows": series("")}


@step(72)
def hashes(world: World, row: Row) -> Any:
    names = [new(kind(world, "hash")).insert().name for _time in range(row.given["n"])]
    alphabet = "".join(sorted(set("".join(names)) | set("0123456789abcdefghijklmnopqrstuv")))
    first = [name[:4] for name in names]
    return {
        "lengths": sorted({len(name) for name in names}),
        "alphabet": alphabet,
        "unique": len(set(names)),
        "sorted_by_time_first4": first == sorted(first),
    }


@step(73)
def no_rule(world: World, row: Row) -> Any:
    plain = kind(world, None)
    names = [new(plain).insert().name, new(plain, name="PRESET").insert().name]
    found = ["<hash>" if re.fullmatch("[0-9a-v]{10}", name) else name for name in names]
    return dict(zip(("name", "preset"), found, strict=True))


@step(87)
def numbers(world: World, row: Row) -> Any:
    names = [new(kind(world, "autoincrement")).insert().name for _time in range(3)]
    return {"names": names, "type": type(names[0]).__name__}


@step(88)
def numbers_are_not_reused(world: World, row: Row) -> Any:
    counted = kind(world, "autoincrement")
    frappe.delete_doc(counted, 3)
    return {
        "name": named(new(counted).insert),
        "preset_99": named(new(counted, name=99).insert),
        "next": named(new(counted).insert),
        "preset_text": named(new(counted, name="TEXT").insert),
    }


@step(89)
def number_as_text(world: World, row: Row) -> Any:
    return attempt(lambda: frappe.get_doc(kind(world, "autoincrement"), "1").name)


@step(90)
def rename_number(world: World, row: Row) -> Any:
    done = attempt(lambda: frappe.rename_doc(kind(world, "autoincrement"), 1, 50))
    return {"error": done.get("error")}


@step(91)
def refused_number(world: World, row: Row) -> Any:
    counted = kind(world, "autoincrement")
    bad = named(new(counted, title="x" * 141).insert)
    return {"bad": bad, "next": named(new(counted).insert)}


@step(92, 93, 94, 95)
def controller(world: World, row: Row) -> Any:
    if _number(row) == 92:
        return {"name": named(new("ObsA Named", title="AR").insert)}
    if _number(row) == 93:
        return {"name": named(new("ObsA Named", title="BR", name="OTHER").insert)}
    if _number(row) == 94:
        return {"name": named(lambda: new("ObsA Named", title="CR").insert(set_name="SETR"))}
    return {"result": named(new("ObsA Named", title="AR").insert)}


def amended(world: World, autoname: str, original: str) -> Any:
    copy = frappe.copy_doc(frappe.get_doc(kind(world, autoname, is_submittable=1), original))
    copy.amended_from, copy.docstatus = original, 0
    return copy


@step(96)
def amend_chain(world: World, row: Row) -> Any:
    sub = kind(world, "AMR-.###", is_submittable=1)
    doc = new(sub, title="a", docstatus=1).insert()
    names = [doc.name]
    for _time in range(3):
        doc.cancel()
        doc = amended(world, "AMR-.###", doc.name).insert()
        doc.submit()
        names.append(doc.name)
    return {"names": names}


@step(97)
def amend_again(world: World, row: Row) -> Any:
    name = named(amended(world, "AMR-.###", "AMR-001").insert)
    return name if isinstance(name, dict) else {"ok": name}


@step(98)
def series_after_amending(world: World, row: Row) -> Any:
    return {"rows": series("AMR-")}


@step(99)
def amend_a_draft(world: World, row: Row) -> Any:
    draft = new(kind(world, "AMR-.###", is_submittable=1), title="a").insert()
    return attempt(lambda: amended(world, "AMR-.###", draft.name).insert().name)


@step(100)
def amend_nothing(world: World, row: Row) -> Any:
    sub = kind(world, "AMR-.###", is_submittable=1)
    return attempt(lambda: new(sub, amended_from="NOPE").insert().name)


@step(101)
def amend_field_named(world: World, row: Row) -> Any:
    sub = kind(world, "field:title", is_submittable=1)
    doc = new(sub, title="am f", docstatus=1).insert()
    doc.cancel()
    copy = amended(world, "field:title", doc.name).insert()
    return {"name": copy.name, "title": copy.title}


@step(102)
def amend_hash(world: World, row: Row) -> Any:
    doc = new(kind(world, "hash", is_submittable=1), title="a", docstatus=1).insert()
    doc.cancel()
    copy = amended(world, "hash", doc.name).insert()
    return {"suffix": copy.name.replace(doc.name, "<orig>")}


@step(103)
def rules(world: World, row: Row) -> Any:
    ruled = kind(world, "DNR-.##")
    conditions = (("R1R-", 3, 1, ("title", "=", "v")), ("R2R-.YYYY.-", 4, 5, ("num", ">", "5")))
    for prefix, digits, priority, test in conditions:
        values = {"prefix": prefix, "prefix_digits": digits, "priority": priority}
        condition = dict(zip(("field", "condition", "value"), test, strict=True))
        rule = {"doctype": "Document Naming Rule", "document_type": ruled, **values}
        frappe.get_doc({**rule, "conditions": [condition]}).insert()
    return {
        "title=v": named(new(ruled, title="v").insert),
        "again": named(new(ruled, title="v").insert),
        "num=6": named(new(ruled, num=6).insert),
        "both": named(new(ruled, title="v", num=6).insert),
        "neither": named(new(ruled, title="w", num=1).insert),
    }


@step(104)
def rule_counters(world: World, row: Row) -> Any:
    rows = frappe.get_all(
        "Document Naming Rule", fields=["prefix", "counter"], order_by="priority", as_list=True
    )
    return {"counters": [list(each) for each in rows], "series": series("R1R-", "R2R-2026-")}


@step(105, 106, 107)
def autoname(world: World, row: Row) -> Any:
    name = make_autoname(row.given["key"])
    return {"ok": "<hash>" if re.fullmatch("[0-9a-v]{10}", name) else name}


@step(108)
def delete_two(world: World, row: Row) -> Any:
    first, second = (new("ObsA Main", title="n").insert().name for _time in range(2))
    start = series("OBSA-")[0][1]
    frappe.delete_doc("ObsA Main", first)
    after_first = series("OBSA-")[0][1] - start
    frappe.delete_doc("ObsA Main", second)
    return {"after_first": after_first, "after_second": series("OBSA-")[0][1] - start}


@step(109)
def key_without_case(world: World, row: Row) -> Any:
    return {"found": bool(frappe.db.sql("select 1 from `tabSeries` where name = 'obsa-'"))}


@step(110)
def delete_formatted(world: World, row: Row) -> Any:
    doc = new(kind(world, "format:FAR-{title}-{MM}-{####}"), title="TT").insert()
    start = series("")[0][1]
    frappe.delete_doc(doc.doctype, doc.name)
    return {"change": series("")[0][1] - start}


__all__ = ["STEPS"]
