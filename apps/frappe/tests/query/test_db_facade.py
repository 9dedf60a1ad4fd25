"""`frappe.db` lookups and writes beside the observed rows Q-DB-*, which tests/parity replays."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.exceptions import DataError, DoesNotExistError, DuplicateEntryError, ValidationError

DT = "Row"
ANSWERS = [
    ("a", lambda db: db.get_descendants("Tree", "N1"), ["N11", "N12"]),
    ("b", lambda db: db.a_row_exists(DT), True),
    ("c", lambda db: db.table_exists("Nope"), False),
    ("d", lambda db: db.has_column(DT, "txt"), True),
    ("e", lambda db: db.get_value("Singles", {"doctype": "x"}, "value"), None),
    ("f", lambda db: db.escape("a'b%"), "'a\\'b%%'"),
]


@pytest.mark.parametrize(("case", "ask", "answer"), ANSWERS)
def test_lookup_answers_as_recorded(world: Any, case: str, ask: Any, answer: Any) -> None:
    """Calls that the observation left out."""
    assert ask(frappe.db) == answer


REFUSED = [
    ("27", lambda db: db.get_value(DT, "R03", "nope"), DataError),
    ("28", lambda db: db.get_value(DT, {"nope": 1}), DataError),
    ("29", lambda db: db.get_value(DT, {"tag.kind": "A"}), ValidationError),
    ("35", lambda db: db.get_value(DT, "R03", "concat(txt,num)"), DataError),
    ("36", lambda db: db.get_value(DT, "R03", "(select 1)"), DataError),
    ("52", lambda db: db.count(DT, {"nope": 1}), DataError),
    ("53", lambda db: db.count("Nope"), DoesNotExistError),
    ("59", lambda db: db.set_value(DT, "R03", "nope", 1), DataError),
    ("70", lambda db: db.get_value(DT, {"num": [1, 2]}), ValidationError),
    ("71", lambda db: db.get_value(DT, {"name": ["R03", "R04"]}), ValidationError),
]


@pytest.mark.parametrize(("case", "ask", "error"), REFUSED)
def test_lookup_refuses_with_a_named_error(
    world: Any, case: str, ask: Any, error: type[Exception]
) -> None:
    """What is a database error on stock is a named error here."""
    with pytest.raises(error):
        ask(frappe.db)


def test_set_value_by_name_filter_and_dict(world: Any) -> None:
    """Values change without events, `modified` moves unless told not to."""
    before = frappe.db.get_value(DT, "R03", "modified")

    frappe.db.set_value(DT, "R03", "txt", "x", update_modified=False)
    assert frappe.db.get_value(DT, "R03", ["txt", "modified"]) == ("x", before)
    frappe.db.set_value(DT, {"num": 2}, {"txt": "y", "chk": 1})
    assert frappe.db.get_value(DT, "R04", ["txt", "chk", "modified_by"]) == (
        "y",
        1,
        "Administrator",
    )
    assert frappe.db.get_value(DT, "R04", "modified") > before
    frappe.db.set_value(DT, "R04", {"dt": "2024-05-06 07:08:09", "d": "2024-05-06", "num": "7"})
    assert frappe.db.exists(DT, {"dt": "2024-05-06 07:08:09", "d": "2024-05-06", "num": 7}) == "R04"
    with pytest.raises(ValidationError, match="not a date"):
        frappe.db.set_value(DT, "R04", "d", "nonsense")
    frappe.db.set_value(DT, [["Kid", "item", "=", "c"]], "txt", "z")
    assert frappe.db.get_value(DT, "R05", "txt") == "z"


def test_delete_bulk_insert_and_duplicates(world: Any) -> None:
    """Rows go and come in bulk; a second row of a name is refused or skipped."""
    frappe.db.bulk_insert("Tag", ["name", "label"], [("B1", "a"), ("B2", "b")])
    with pytest.raises(DuplicateEntryError):
        frappe.db.bulk_insert("Tag", ["name", "label"], [("B1", "c")])
    frappe.db.bulk_insert(
        "Tag", ["name", "label"], [("B1", "c"), ("B3", "d")], ignore_duplicates=True
    )

    assert frappe.db.get_values(
        "Tag", {"name": ["like", "B%"]}, ["name", "label"], order_by="name"
    ) == (
        ("B1", "a"),
        ("B2", "b"),
        ("B3", "d"),
    )
    frappe.db.delete("Tag", {"name": ["in", ["B1", "B2"]]})
    assert frappe.db.count("Tag") == 4
    frappe.db.truncate("Tag")
    assert frappe.db.count("Tag") == 0


def test_savepoints_and_callbacks(world: Any) -> None:
    """A block can be undone alone; callbacks run once, after the commit."""
    from frappe.database.database import savepoint

    with savepoint(catch=ValueError):
        frappe.db.set_value(DT, "R03", "txt", "gone")
        raise ValueError
    frappe.db.savepoint("here")
    frappe.db.set_value(DT, "R03", "txt", "gone too")
    frappe.db.rollback(save_point="here")

    assert frappe.db.get_value(DT, "R03", "txt") == "0"


def test_a_single_record_has_no_rows(world: Any) -> None:
    """Q-DB-54, Q-LIM-93: neither listed nor counted, and said in words."""
    world.define("Settings Of Tests", issingle=1, fields=[])

    for ask in (frappe.db.count, frappe.get_all, frappe.get_list):
        with pytest.raises(ValidationError, match="one record only"):
            ask("Settings Of Tests")


def test_indexes(world: Any) -> None:
    """An index is made once; an unknown column is refused."""
    frappe.db.add_index(DT, ["txt(100)", "num"])
    frappe.db.add_index(DT, ["txt(100)", "num"])

    assert frappe.db.has_index("tabRow", "txt_num_index")
    with pytest.raises(DataError):
        frappe.db.add_index(DT, ["nope"])
