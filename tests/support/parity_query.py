"""Replays the observed query rows: the list engine, `frappe.db` and REST, every answer in one compact form.

Rows' names are one text ("R04 R05", "none", "all but R01"); an error is its status and class; "=" is the same answer
as the first engine of the row gave.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextvars import copy_context
from typing import Any

import frappe
from parity_ledger import Row
from parity_query_calls import CALLS, SHAPES
from parity_query_world import CHILD, DAY, NAMES, ROW
from ristretto.errors import Error
from web_world import Caller

MANY = 12  # longer lists are told by their number and their ends
COLUMNS = ("txt", "num", "d", "dt", "tag", "node", "sel")
_STAMP = re.compile(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d")


class QueryReplay:
    """Runs a row against a site made by parity_query_world; `rest` calls it over HTTP."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.answers: dict[str, Any] = {}
        self.sections: dict[str, Callable[[Row], Any]] = {
            "Q-DATA": self.data,
            "Q-OP": self.operator,
            "Q-FORM": self.form,
            "Q-SPAN": self.span,
            "Q-LIM": self.limit,
            "Q-DB": self.call,
            "Q-ORD": self.injected_order,
        }

    def run(self, row: Row) -> Any:
        self.answers[row.id] = self.sections[row.id.rpartition("-")[0]](row)
        return self.answers[row.id]

    def data(self, row: Row) -> Any:
        stored = frappe.get_all(ROW, fields=["name", *COLUMNS], order_by="name")
        found: dict[str, Any] = {
            column: {
                each.name: plain(each[column]) for each in stored if each.name in row.then[column]
            }
            for column in COLUMNS
        }
        kept = ["name", "parent", "item", "qty", "tag"]
        rows = frappe.get_all(CHILD, fields=kept, order_by="name", as_list=True)
        return found | {"children": [list(each) for each in rows]}

    def operator(self, row: Row) -> Any:
        filters = [row.when]
        answers = {
            "get_all": attempt(
                lambda: frappe.get_all(ROW, filters=filters, pluck="name", order_by="name")
            ),
            "qb": attempt(
                lambda: frappe.db.get_values(ROW, filters, "name", order_by="name", pluck=True)
            ),
            "count": attempt(lambda: frappe.db.count(ROW, filters)),
            "rest": self.listed(ROW, filters=filters, order_by="name asc", limit_page_length=0),
        }
        return _same({name: _names(answer) for name, answer in answers.items()}, "get_all")

    def form(self, row: Row) -> Any:
        arguments = dict(row.when)
        if row.given:  # tuples, which JSON has not
            arguments["filters"] = _tuples(arguments["filters"])
        over_http = {"limit_page_length": 0, **arguments}
        answers = {
            "get_all": attempt(lambda: frappe.get_all(ROW, **arguments)),
            "get_list": attempt(lambda: frappe.get_list(ROW, **arguments)),
            "rest": self.listed(ROW, **over_http),
        }
        return _same({name: _rows(answer) for name, answer in answers.items()}, "get_all")

    def span(self, row: Row) -> Any:
        if isinstance(row.when, dict):
            return frappe.db.count(DAY, {"d": [row.when["op"], row.when["value"]]})

        def days(column: str) -> Any:
            names = frappe.get_all(DAY, [[column, *row.when]], pluck="name", order_by="name")
            whole = frappe.db.count(DAY, {"d": ["between", [names[0], names[-1]]]}) if names else 0
            assert whole == len(names)  # no day of the period is left out
            return f"{names[0]} {names[-1]}" if names else "none"

        return {
            label: attempt(lambda column=column: days(column))
            for label, column in (("Date", "d"), ("Datetime", "dt"))
        }

    def limit(self, row: Row) -> Any:
        if row.given == "python":
            return {
                name: attempt(lambda ask=ask: len(ask(DAY, **row.when)))
                for name, ask in (("get_list", frappe.get_list), ("get_all", frappe.get_all))
            }
        if row.given == "http":
            query = {**row.when}
            path = query.pop("GET")
            if "/api/method/" in path:
                query["doctype"] = DAY
            return _counted(self.rest("GET", path, query_string=query))
        if isinstance(row.when, dict):
            query = {"limit_page_length": 1, "order_by": "name asc", **row.when}
            answer = self.rest("GET", f"/api/resource/{DAY}", query_string=query)
            return sorted(answer.json) if row.given == "REST debug=1" else answer.json["data"]
        return attempt(lambda: plain(SHAPES[row.when](self.rest)))

    def call(self, row: Row) -> Any:
        """A call that changes rows is undone."""
        frappe.db.savepoint("observed")
        try:
            return attempt(lambda: plain(CALLS[row.when](frappe.db)))
        finally:
            frappe.db.rollback(save_point="observed")

    def injected_order(self, row: Row) -> Any:
        order_by = row.when.replace(
            "sub-select on another table", "(select name from tabUser limit 1)"
        )
        filters = {"num": ["in", [1, 2, -1]]}
        if row.given == "REST":
            answer = self.listed(ROW, filters=filters, order_by=order_by)
            return {"answer": 200 if isinstance(answer, list) else answer, "slept": False}
        found = attempt(lambda: len(frappe.get_all(ROW, filters=filters, order_by=order_by)))
        return {"answer": found, "slept": False}

    def rest(self, *args: Any, **options: Any) -> Any:
        """A request; what it binds stays its own."""
        return copy_context().run(self.caller, *args, **options)

    def listed(self, doctype: str, **arguments: Any) -> Any:
        """The rows of a REST list, or its refusal."""
        query = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in arguments.items()
            if value is not None
        }
        answer = self.rest("GET", f"/api/resource/{doctype}", query_string=query)
        return answer.json["data"] if answer.status_code == 200 else refusal(answer)


def attempt(ask: Callable[[], Any]) -> Any:
    """The answer, or status and class of the refusal."""
    try:
        return ask()
    except Error as error:
        return f"{error.http_status_code} {type(error).__name__}"


def refusal(answer: Any) -> str:
    """Version 2 of the interface names the class in its list of errors."""
    said = answer.json
    return f"{answer.status_code} {said.get('exc_type') or said['errors'][0]['type']}"


def plain(value: Any) -> Any:
    """As JSON tells it; a tuple is marked, because callers may depend on it."""
    if isinstance(value, tuple):
        return {"tuple": [plain(each) for each in value]}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _same(answers: dict[str, Any], first: str) -> dict[str, Any]:
    return {
        name: "=" if name != first and answer == answers[first] else answer
        for name, answer in answers.items()
    }


def _names(answer: Any) -> Any:
    if not isinstance(answer, list):
        return answer
    names = [each["name"] if isinstance(each, dict) else each for each in answer]
    missing = [name for name in NAMES if name not in names]
    if not names or len(names) != len(set(names)) or len(missing) > 7:
        return " ".join(names) or "none"
    return f"all but {' '.join(missing)}" if missing else "all"


def _rows(answer: Any) -> Any:
    if not isinstance(answer, list):
        return answer
    rows = [_unstamped(plain(each)) for each in answer]
    if rows and all(isinstance(each, dict) and list(each) == ["name"] for each in rows):
        rows = [each["name"] for each in rows]
    if len(rows) > MANY:
        return {"n": len(rows), "first": rows[:3], "last": rows[-1]}
    return rows


def _unstamped(row: Any) -> Any:
    """When the fixture was made, and now, differ from run to run."""
    made = ("creation", "modified", "n")
    return {
        key: "<now>" if key in made and _STAMP.match(str(value)) else value
        for key, value in row.items()
    }


def _tuples(value: Any) -> Any:
    return tuple(_tuples(each) for each in value) if isinstance(value, list) else value


def _counted(answer: Any) -> Any:
    if answer.status_code != 200:
        return refusal(answer)
    found = answer.json.get("data", answer.json.get("message"))
    return len(found["values"] if isinstance(found, dict) else found)
