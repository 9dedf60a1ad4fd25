"""Lists are in the order of a Vietnamese dictionary, on every database."""

from __future__ import annotations

import random
from typing import Any

import frappe
import pytest
from ristretto.db.fold import sort_key

ORDER = ["An", "Ánh", "Bình", "Dung", "dương", "Đông", "Đức", "Em", "Ích", "inh", "Ong", "Ý", "Zét"]


@pytest.fixture
def people(ctx: Any, make_doctype: Any) -> str:
    fields = [
        {"fieldname": "title", "fieldtype": "Data"},
        {"fieldname": "code", "fieldtype": "Int"},
    ]
    make_doctype("Spoken", fields=fields, autoname="hash", sort_field="title", sort_order="ASC")
    mixed = list(ORDER)
    random.Random(5).shuffle(mixed)
    for title in mixed:
        frappe.get_doc({"doctype": "Spoken", "title": title, "code": ORDER.index(title)}).insert()
    return "Spoken"


@pytest.mark.parametrize(
    "order_by", ["title asc", "`tabSpoken`.`title`", None], ids=["named", "quoted", "default"]
)
def test_words_are_sorted_as_they_are_looked_up(people: str, order_by: str | None) -> None:
    """Marks do not move a word away from its letters, and đ follows d."""
    given = {"order_by": order_by} if order_by else {}
    found = frappe.get_list(people, pluck="title", **given)

    assert found == ORDER


def test_descending_is_the_reverse(people: str) -> None:
    """The same order from its end; numbers stay numbers."""
    assert frappe.get_list(people, pluck="title", order_by="title desc") == ORDER[::-1]
    assert frappe.get_list(people, pluck="code", order_by="code desc")[:2] == [12, 11]


def test_pages_do_not_overlap(people: str) -> None:
    """Three pages make the list."""
    pages = [
        frappe.get_list(
            people, pluck="title", order_by="title asc", limit_start=start, limit_page_length=5
        )
        for start in (0, 5, 10)
    ]

    assert [title for page in pages for title in page] == ORDER


def test_keys_of_other_values() -> None:
    """What is no text, and plain text, is its own key."""
    assert [sort_key(value) for value in (None, 3, "Abc")] == [None, 3, "Abc"]
    assert sorted(["án", "an", "ăn"], key=lambda text: str(sort_key(text))) == ["an", "án", "ăn"]
