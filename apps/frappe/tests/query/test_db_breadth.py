"""The rest of `frappe.db`: what apps ask of tables, errors, defaults, callbacks, transactions and SQL's own options."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.exceptions import DuplicateEntryError
from ristretto import errors
from ristretto.db import write_limit

DT = "Row"
ASKED: list[tuple[Callable[[Any], Any], Any]] = [
    (lambda db: db.db_type, "mariadb"),
    (lambda db: db.has_column(doctype=DT, column="nope"), False),
    (lambda db: db.get_column_type(DT, "num").lower()[:3], "int"),
    (lambda db: db.get_column_type(DT, "nope"), None),
    (lambda db: db.get_table_columns_description("tabTag")[0].name, "name"),
    (lambda db: [each[0] for each in db.describe("Tag")][:2], ["name", "creation"]),
    (lambda db: "tabRow" in db.get_tables(), True),
    (lambda db: db.table_exists("__Auth"), True),
    (lambda db: db.has_table(DT), True),
    (lambda db: db.field_exists(DT, "txt"), True),
    (lambda db: set(db.get_table_columns("Tag")) >= {"label", "kind"}, True),
    (lambda db: db.get_db_table_columns("tabTag")[0], "name"),
    (lambda db: db.get_index_name(["txt(100)", "num"]), "txt_num_index"),
    (lambda db: db.estimate_count(DT), 21),
    (lambda db: db.count(DT, {"num": 5}, cache=True), 14),
    (lambda db: db.get(DT, {"num": 10}).name, "R06"),
    (lambda db: db.get_value(DT, {"num": 99}, "txt", as_dict=True), None),
    (
        lambda db: db.get_values(DT, {"num": 10}, ["name", "num"], as_dict=True, update={"x": 1}),
        [{"name": "R06", "num": 10, "x": 1}],
    ),
    (lambda db: db.get_values(DT, {"tag": "T1"}, "tag", distinct=True), (("T1",),)),
    (lambda db: db.get_value(DT, "R06", "nope", ignore=True), None),
    (lambda db: db.get_value(DT, {"num": 10}, "name", run=False)[:6].lower(), "select"),
    (lambda db: db.exists(DT, [["num", "=", 10]]), "R06"),
    (lambda db: db.exists(DT, ["R99", "R06"]), "R06"),
    (lambda db: db.exists("Nope", {"a": 1}, cache=True), None),
    (lambda db: db.get_descendants("Tree", "Root"), ["N1", "N11", "N12", "N2", "N21"]),
    (lambda db: db.get_creation_count(DT, 5), 0),
    (lambda db: db.a_row_exists("Nope"), False),
    (lambda db: db.sql("select 1", run=False), "select 1"),
    (
        lambda db: list(db.sql("select name from tabTag order by name", as_iterator=True)),
        [("T1",), ("T2",), ("T3",)],
    ),
    (lambda db: db.sql("select 1 as a", as_dict=1, update={"b": 2}), [{"a": 1, "b": 2}]),
    (
        lambda db: db.sql(
            "select name from tabTag where name = %s or name = %s", ("T1", "T2"), as_list=1
        ),
        [["T1"], ["T2"]],
    ),
    (lambda db: db.multisql({"*": "select 3", "postgres": "select 2"}), ((3,),)),
    (lambda db: db.multisql({"mariadb": lambda: "called"}), "called"),
    (lambda db: db.escape("50%", percent=False), "'50%'"),
    (lambda db: db.MAX_WRITES_PER_TRANSACTION, 200_000),
    (lambda db: "owner" in db.DEFAULT_COLUMNS and "_assign" in db.OPTIONAL_COLUMNS, True),
]


@pytest.mark.parametrize(("ask", "answer"), ASKED)
def test_asking(world: Any, ask: Callable[[Any], Any], answer: Any) -> None:
    """Each call answers as on stock."""
    assert ask(frappe.db) == answer


ERRORS = [
    ("select * from `tabNope`", "is_table_missing"),
    ("select * from `tabNope`", "is_missing_table"),
    ("select * from `tabNope`", "is_missing_table_or_column"),
    ("select nope from `tabRow`", "is_missing_column"),
    ("select nope from `tabRow`", "is_column_missing"),
    ("insert into `tabTag` (name) values ('T1')", "is_duplicate_entry"),
    ("insert into `tabTag` (name) values ('T1')", "is_primary_key_violation"),
    ("selec 1", "is_syntax_error"),
]


@pytest.mark.parametrize(("statement", "name"), ERRORS)
def test_errors_have_names(world: Any, statement: str, name: str) -> None:
    """A helper says yes to its own kind of error and no to another."""
    with pytest.raises(errors.Error) as caught:
        frappe.db.sql(statement)

    assert getattr(frappe.db, name)(caught.value)
    assert not getattr(frappe.db, name)(ValueError())


def test_other_errors_have_names(world: Any) -> None:
    """What the connection itself raises."""
    db = frappe.db

    assert db.is_deadlocked(errors.QueryDeadlockError())
    assert db.is_timedout(errors.QueryTimeoutError())
    assert db.is_statement_timeout(errors.QueryTimeoutError())
    assert db.is_data_too_long(errors.DataTooLongException())
    assert db.is_read_only_mode_error(errors.ReadOnlyTransaction())
    assert db.is_access_denied(errors.DatabaseUnavailable())
    assert not db.is_interface_error(errors.QueryError())


def test_changes_in_bulk(world: Any) -> None:
    """`bulk_update` changes each named document, `set_value` all that match, and nothing else."""
    frappe.db.bulk_update("Row", {"R03": {"txt": "a"}, "R04": {"txt": "a"}, "R05": {"num": 7}})
    frappe.db.set_value("Row", {"num": ["in", [9, 10]]}, {"txt": "b", "chk": 1})
    frappe.db.set_value("Row", ["R01", "R02"], "txt", "c")
    frappe.db.set_value(
        "Row", "R20", "txt", "d", modified="2020-01-02 03:04:05", modified_by="x@y.z"
    )

    ask = {"order_by": "name", "pluck": True}
    assert frappe.db.get_values("Row", {"txt": "a"}, **ask) == ["R03", "R04"]
    assert frappe.db.get_values("Row", {"txt": "b", "chk": 1}, **ask) == ["R06", "R07"]
    assert frappe.db.get_values("Row", {"txt": "c"}, **ask) == ["R01", "R02"]
    assert frappe.db.get_value("Row", "R05", "num") == 7
    assert frappe.db.get_value("Row", "R20", ["modified", "modified_by"]) == (
        dt.datetime(2020, 1, 2, 3, 4, 5),
        "x@y.z",
    )


def test_a_unique_index_is_kept(world: Any) -> None:
    """`add_unique` refuses the second row; made twice it stands once."""
    frappe.db.add_unique("Tag", ["kind", "label"])
    frappe.db.add_unique("Tag", ["kind", "label"])

    with pytest.raises(DuplicateEntryError):
        frappe.db.bulk_insert("Tag", ["name", "label", "kind"], [("T8", "mot", "A")])


def test_too_many_writes(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction ends at its limit: refused, or committed in between when the code says so."""
    monkeypatch.setattr(write_limit, "MAX_WRITES", 3)
    frappe.db.rollback()

    def change_often() -> None:
        for number in range(5):
            frappe.db.set_value("Tag", "T1", "label", str(number))

    with pytest.raises(errors.TooManyWritesError):
        change_often()
    frappe.db.rollback()
    frappe.db.auto_commit_on_many_writes = 1
    change_often()
    frappe.db.rollback()

    assert frappe.db.get_value("Tag", "T1", "label") == "2"
    frappe.db.auto_commit_on_many_writes = 0
    frappe.db.set_value("Tag", "T1", "label", "mot")
    frappe.db.commit()


def test_callbacks_run_once_and_only_for_their_end(world: Any) -> None:
    """Before and after a commit, before and after a rollback; what the other end was to hear is dropped."""
    heard: list[str] = []

    def listen() -> None:
        for name in ("before_commit", "after_commit", "before_rollback", "after_rollback"):
            getattr(frappe.db, name).add(lambda name=name: heard.append(name))

    listen()
    frappe.db.commit()
    frappe.db.commit()
    assert heard == ["before_commit", "after_commit"]
    listen()
    frappe.db.rollback()
    frappe.db.commit()
    assert heard[2:] == ["before_rollback", "after_rollback"]


def test_savepoints_by_name(world: Any) -> None:
    """Named points may nest, be gone back to, and be released."""
    for name in ("outer", "inner"):
        frappe.db.savepoint(name)
        frappe.db.set_value("Tag", "T1", "label", name)
    frappe.db.rollback(save_point="inner")
    assert frappe.db.get_value("Tag", "T1", "label") == "outer"
    frappe.db.release_savepoint("inner")
    frappe.db.rollback(save_point="outer")

    assert frappe.db.get_value("Tag", "T1", "label") == "mot"


def test_a_statement_is_shown_on_the_console_only(
    world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """`debug` and `explain` write to stderr what would run."""
    text = "select name from `tabTag` where name = %s"

    assert frappe.db.sql(text, "T1", debug=True, explain=True) == (("T1",),)
    shown = capsys.readouterr().err
    assert "'T1'" in shown
    assert len(shown.splitlines()) > 1
    with frappe.db.unbuffered_cursor():
        assert list(frappe.db.sql(text, "T1", as_iterator=True)) == [("T1",)]


def test_operators_of_apps(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """`filters_config` adds an operator that stands for one of ours; without it, it is unknown."""
    from ristretto.query import custom_filters

    options = [{"value": "2024", "query_value": ["2024-02-01", "2024-02-28"]}]
    field = {"operator": "Between", "query_value": True, "options": options}
    paths: dict[str, Any] = {
        "app.filters.config": lambda: {"Fiscal Year": {"get_field": "app.filters.year"}},
        "app.filters.year": lambda: field,
    }
    monkeypatch.setattr(custom_filters, "get_attr", paths.__getitem__)

    with pytest.raises(errors.ValidationError, match="not an operator"):
        frappe.get_all("Row", [["d", "fiscal year", "2024"]])
    world.hooks(filters_config=["app.filters.config"])
    assert frappe.get_all("Row", [["d", "Fiscal Year", "2024"]], pluck="name", order_by="name") == [
        "R04",
        "R05",
    ]
    world.hooks()


def test_defaults_of_the_site(world: Any) -> None:
    """One value, several of a key, and globals; a key with blanks is found under its plain form."""
    frappe.db.set_default("currency_of_tests", "VND")
    frappe.db.set_global("flag_of_tests", "1")
    frappe.db.add_default("shade", "red")
    frappe.db.add_default("shade", "blue")

    assert frappe.db.get_default("currency_of_tests") == "VND"
    assert frappe.db.get_default("Currency Of Tests") == "VND"
    assert sorted(frappe.db.get_defaults("shade")) == ["blue", "red"]
    assert frappe.db.get_global("flag_of_tests") == "1"
    assert frappe.db.get_default("nothing") is None


def test_small_questions_about_statements() -> None:
    """`frappe.database.utils` and the class form of `qb.get_query`."""
    from frappe.database.query import Engine
    from frappe.database.utils import convert_to_value, get_doctype_name, is_query_type

    assert is_query_type(" Select 1", "select")
    assert is_query_type("insert into x", ("update", "insert"))
    assert not is_query_type("", "select")
    assert get_doctype_name("`tabMy Type`") == "My Type"
    assert convert_to_value([True, "x"]) == [1, "x"]
    assert callable(Engine().get_query)


def test_the_older_names_of_get_query(world: Any) -> None:
    """`qb.engine` and `Engine` answer as `qb.get_query`."""
    from frappe.database.query import Engine

    for make in (frappe.qb.engine.get_query, Engine().get_query):
        assert make("Row", filters={"num": 10}).run(pluck=True) == ["R06"]
