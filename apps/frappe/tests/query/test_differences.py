"""What SQLite and MariaDB answer differently, as docs/operator/mariadb.md lists it; runs on both."""

from __future__ import annotations

import unicodedata
from typing import Any

import frappe
import pytest
from ristretto.context import Context
from ristretto.document import get_doc

FIELDS = [
    {"fieldname": "title", "fieldtype": "Data", "label": "Title"},
    {"fieldname": "code", "fieldtype": "Data", "label": "Code", "unique": 1},
    {"fieldname": "amount", "fieldtype": "Float", "label": "Amount"},
]
TITLES = ("Tân Thành", "Tan Thanh", "tân thành", "Đông Hà", "Dong Ha", "Zuôn", "Ân")


@pytest.fixture
def kind(ctx: Context, make_doctype: Any) -> str:
    kind = str(make_doctype(name="Test Difference", autoname="D-.#", fields=FIELDS))
    for title in TITLES:
        get_doc({"doctype": kind, "title": title}).insert()
    return kind


def titles(kind: str, value: Any, operator: str = "=") -> set[str]:
    return set(frappe.get_all(kind, filters={"title": (operator, value)}, pluck="title"))


def by_database(ctx: Context, *, sqlite: Any, mariadb: Any) -> Any:
    return {"sqlite": sqlite, "mariadb": mariadb}[ctx.db.dialect]


def test_accents_and_capitals_under_equals(ctx: Context, kind: str) -> None:
    """Capitals of ASCII never count; accents, and capitals of other letters, count on SQLite alone."""
    assert titles(kind, "Tân Thành") == by_database(
        ctx, sqlite={"Tân Thành", "tân thành"}, mariadb={"Tân Thành", "Tan Thanh", "tân thành"}
    )
    assert titles(kind, "đông hà") == by_database(ctx, sqlite=set(), mariadb={"Đông Hà"})
    assert titles(kind, "tan thanh") >= {"Tan Thanh"}


def test_a_blank_at_the_end(ctx: Context, kind: str) -> None:
    """It counts on SQLite alone."""
    assert titles(kind, "Zuôn ") == by_database(ctx, sqlite=set(), mariadb={"Zuôn"})


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("%tan thanh%", {"Tân Thành", "Tan Thanh", "tân thành"}),
        ("%ĐÔNG%", {"Đông Hà", "Dong Ha"}),
        ("dong%", {"Đông Hà", "Dong Ha"}),
        ("%zuon", {"Zuôn"}),
    ],
)
def test_searching_is_the_same(ctx: Context, kind: str, pattern: str, found: set[str]) -> None:
    """`like` ignores capitals, accents and the bar of đ on both."""
    assert titles(kind, pattern, "like") == found


def test_a_text_stored_with_decomposed_accents(ctx: Context, kind: str) -> None:
    """`like` finds it on SQLite alone, unless the part that is searched has none."""
    get_doc({"doctype": kind, "title": unicodedata.normalize("NFD", "Kiểm tra")}).insert()

    assert len(titles(kind, "%kiem%", "like")) == by_database(ctx, sqlite=1, mariadb=0)
    assert len(titles(kind, "%tra", "like")) == 1


def test_order_of_texts(ctx: Context, kind: str) -> None:
    """Letters with accents stand beside their plain letter on both, z last."""
    found = frappe.get_all(kind, pluck="title", order_by="title")

    assert (found[0], found[-1]) == ("Ân", "Zuôn")


def test_order_of_texts_in_raw_sql(ctx: Context, kind: str) -> None:
    """Letters with accents stand behind z on SQLite, beside their plain letter on MariaDB."""
    found = frappe.db.sql_list(f"select title from `tab{kind}` where title <> '' order by title")

    assert found.index("Ân") == by_database(ctx, sqlite=len(TITLES) - 2, mariadb=0)
    assert found.index("Zuôn") == by_database(ctx, sqlite=len(TITLES) - 3, mariadb=len(TITLES) - 1)


@pytest.mark.parametrize(
    ("text", "sqlite", "mariadb"),
    [
        ("select 'a' || 'b'", "ab", 0),
        ("select json_extract('{\"a\": \"x\"}', '$.a')", "x", '"x"'),
        ("select concat('a', 'b')", "ab", "ab"),
        ("select json_unquote(json_extract('{\"a\": \"x\"}', '$.a'))", "x", "x"),
    ],
)
def test_text_of_apps(ctx: Context, text: str, sqlite: Any, mariadb: Any) -> None:
    """What is MySQL's own reads the same on both; signs that SQLite has too mean there what they mean to it."""
    assert frappe.db.sql(text)[0][0] == by_database(ctx, sqlite=sqlite, mariadb=mariadb)


def test_numbers_of_autoincrement_have_no_gaps(ctx: Context, make_doctype: Any) -> None:
    """The same on both: a record that is rolled back gives its number back."""
    counted = make_doctype(name="Test Difference Counted", autoname="autoincrement", fields=FIELDS)
    first = get_doc({"doctype": counted}).insert().name
    frappe.db.savepoint("lost")
    get_doc({"doctype": counted}).insert()
    frappe.db.rollback(save_point="lost")

    assert get_doc({"doctype": counted}).insert().name == first + 1


def test_twins_under_a_unique_field_are_refused_by_name(ctx: Context, kind: str) -> None:
    """Two keys that differ in accents alone: two on SQLite, refused on MariaDB; never taken for one another."""
    get_doc({"doctype": kind, "code": "HÀ-1"}).insert()
    twin = get_doc({"doctype": kind, "code": "HA-1"})

    if by_database(ctx, sqlite=True, mariadb=False):
        assert twin.insert().name
    else:
        with pytest.raises(frappe.UniqueValidationError):
            twin.insert()
    with pytest.raises(frappe.UniqueValidationError):
        get_doc({"doctype": kind, "code": "hÀ-1"}).insert()


def test_decimals(ctx: Context, kind: str) -> None:
    """Nine places on both: a document rounds before it stores."""
    name = get_doc({"doctype": kind, "amount": 0.1 + 0.2}).insert().name
    stored = ctx.db.execute(f"SELECT `amount` FROM `tab{kind}` WHERE `name` = ?", (name,))[0][0]

    assert stored == 0.3


def test_a_new_column_and_what_came_before_it(ctx: Context, kind: str) -> None:
    """A change of a table in use keeps what came before on MariaDB; on SQLite all of it goes back."""
    frappe.db.savepoint("earlier")
    get_doc({"doctype": kind, "title": "before"}).insert()
    definition = get_doc("DocType", kind)
    definition.append("fields", {"fieldname": "late", "fieldtype": "Int", "label": "Late"})
    definition.save()
    frappe.db.rollback(save_point="earlier")

    assert (ctx.db.forced_commits > 0) is by_database(ctx, sqlite=False, mariadb=True)
    assert titles(kind, "before") == by_database(ctx, sqlite=set(), mariadb={"before"})


def test_a_new_table_that_is_rolled_back(ctx: Context, make_doctype: Any) -> None:
    """It is gone on SQLite and stays on MariaDB, where a second run takes it as it is."""
    frappe.db.savepoint("earlier")
    kind = make_doctype(name="Test Difference Left", fields=FIELDS)
    frappe.db.rollback(save_point="earlier")
    stays = by_database(ctx, sqlite=False, mariadb=True)

    assert (f"tab{kind}" in frappe.db.get_tables(cached=False)) is stays
    assert not frappe.db.exists("DocType", kind)
    again = make_doctype(name="Test Difference Left", fields=FIELDS)
    assert get_doc({"doctype": again, "title": "x"}).insert().title == "x"


def test_a_text_is_never_compared_as_a_number(ctx: Context, kind: str) -> None:
    """The same on both, though MariaDB by itself would take every name for 0."""
    assert titles(kind, 0) == set()
    assert frappe.db.get_value(kind, {"title": 0}) is None
    assert not frappe.db.exists(kind, 0)
    frappe.db.delete(kind, {"title": 0})
    assert len(frappe.get_all(kind)) == len(TITLES)


def test_changes_by_a_search(ctx: Context, kind: str) -> None:
    """`like` chooses the same rows for a change as for a list."""
    frappe.db.set_value(kind, {"title": ("like", "%dong%")}, "code", None)
    frappe.db.delete(kind, {"title": ("like", "đông%")})

    assert titles(kind, "%dong%", "like") == set()
    assert len(frappe.get_all(kind)) == len(TITLES) - 2
