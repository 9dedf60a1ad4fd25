"""Observed rows about the access hooks of apps: P-HOOK-HP (has_permission), -PQ (query conditions), -MIX, -REST.

The hooks stand in this process only, in front of those of the installed apps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any
from unittest import mock

import frappe
from frappe import client, share
from frappe.desk import reportview
from frappe.desk.search import search_link
from parity_access_confined import RECORDS, confined, letters
from parity_access_world import KID, PERM, TAG, World, email, outcome, told
from parity_ledger import Row
from ristretto.context import Site

ANSWERS = {"True": True, "False": False, "None": None, "1": 1, "0": 0, "''": ""}
SOME = {"title": ["in", list(RECORDS)]}
Hook = Callable[..., Any]


class Recorder:
    """Hooks with given answers, and what they were asked."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def permission(self, name: str, answer: Any) -> Hook:
        def ask(doc: Any, ptype: str, user: str) -> Any:
            self.calls.append([name, ptype, "user given" if user else "no user"])
            return answer

        return ask

    def condition(self, name: str, words: str | None) -> Hook:
        def ask(user: str, doctype: str) -> Any:
            self.calls.append([name, "user" if user else "no user", "doctype" if doctype else ""])
            return words and sql(words)

        return ask


def sql(words: str) -> str:
    """`title = b`, `title in a,b` as SQL; SQL stays as it is."""
    found = re.fullmatch(r"title (=|in) ([a-z,]+)", words)
    if not found:
        return words
    values = ",".join(f"'{each}'" for each in found[2].split(","))
    return f"title in ({values})" if found[1] == "in" else f"title={values}"


@contextmanager
def hooked(**tables: dict[str, list[Hook]]) -> Iterator[None]:
    """`has_permission={DocType: hooks}` for all sites of this process."""
    standard = Site.get_hooks

    def get_hooks(self: Site, name: Any = None, default: Any = None, app: Any = None) -> Any:
        found = standard(self, name, default, app)
        if name not in tables:
            return found
        own = {key: [*found.get(key, []), *hooks] for key, hooks in tables[name].items()}
        return {**found, **own}

    with mock.patch.object(Site, "get_hooks", get_hooks):
        yield


def make_records(world: World) -> None:
    """The records are those of the User Permissions."""


def run(world: World, row: Row) -> Any:
    recorder = Recorder()
    tables = hooks_of(row.given, recorder)
    if row.id in SPECIAL:
        with hooked(**tables):
            return SPECIAL[row.id](world, row.given["role"])
    limits = [{"allow": TAG, "for_value": "T1"}] if "user permission" in row.given else []
    who = "up" if limits else row.given["role"].split()[0]
    with confined(world, limits) if limits else nullcontext(), hooked(**tables):
        return {**_measured(world, who, _shared_title(row.given)), "hook calls": recorder.calls}


def hooks_of(given: dict[str, Any], recorder: Recorder) -> dict[str, dict[str, list[Hook]]]:
    """The hook tables that a row describes."""
    own, star = [], []
    for name, answer in _permission_hooks(given):
        (star if name == "star" else own).append(recorder.permission(name, answer))
    found = {"has_permission": {PERM: own, "*": star}}
    conditions = given.get("conditions", [given[key] for key in CONDITIONS if key in given])
    if "user permission" in given and conditions == [None]:
        conditions = []  # no hook at all, not one that answers None
    asked = [recorder.condition(f"q{n}", each) for n, each in enumerate(conditions, 1)]
    queries = {PERM: asked, "*": []}
    if "* condition" in given:
        queries = {PERM: asked[:1], "*": asked[1:]}
    return {**found, "permission_query_conditions": queries} if any(asked) else found


CONDITIONS = ("condition", "permission_query_conditions", "query condition", "* condition")


def _permission_hooks(given: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if "has_permission hook returns" in given:
        yield "h1", ANSWERS[given["has_permission hook returns"]]
    if "hooks in list order" in given:
        yield from zip(("first", "second"), given["hooks in list order"], strict=True)
    for key, name in (
        ("hook on doctype", "own"), ("hook", "own"), ("has_permission hook", "own"), ("hook on *", "star")
    ):  # fmt: skip
        if key in given:
            yield name, given[key]


def _shared_title(given: dict[str, Any]) -> str:
    """`read on b (tag T2)` → b."""
    return str(given.get("share", "")).removeprefix("read on ")[:1]


def _measured(world: World, who: str, shared: str) -> dict[str, Any]:
    with world.python() as context:
        if shared:
            share.add(PERM, world.made[shared], email(who))
        frappe.set_user(email(who))
        listed = outcome(lambda: letters(frappe.get_list(PERM, SOME, pluck="title")))
        doc = frappe.get_doc(PERM, world.made[shared or "a"])
        found = {
            "get_list": listed,
            "get_all": letters(frappe.get_all(PERM, SOME, pluck="title")),
            **{
                f"doc {r}": frappe.has_permission(PERM, r, doc) for r in ("read", "write", "create")
            },
            "doctype read": frappe.has_permission(PERM, "read"),
        }
        context.db.rollback()
        return found


def _calls(world: World, who: str) -> dict[str, Any]:
    """Which calls obey the query condition."""
    a = world.made["a"]
    either = [["title", "=", "a"], ["title", "=", "b"]]
    with world.python(who):
        found = search_link(PERM, "", filters=SOME)
        titles = [frappe.db.get_value(PERM, each["value"], "title") for each in found]
        return {
            "or_filters title a or b": letters(
                frappe.get_list(PERM, or_filters=either, pluck="title")
            ),
            "search_link": letters(titles),
            "reportview.get_count": outcome(_report_count),
            "client.get_count": _counted(client.get_count(PERM)),
            "client.get_list": len(client.get_list(PERM)),
            "client.get_value of a": outcome(lambda: client.get_value(PERM, "title", a)),
            "client.get a": outcome(lambda: client.get(PERM, a) and "ok"),
            "db.count": _counted(frappe.db.count(PERM)),
            "build_match_conditions": outcome(lambda: reportview.build_match_conditions(PERM)),
            "get_list filter on child": len(frappe.get_list(PERM, [[KID, "item", "=", "b"]])),
        }


def _report_count() -> int:
    frappe.local.form_dict = frappe._dict(doctype=PERM, filters=SOME)
    return reportview.get_count()


def _rest(world: World, who: str) -> dict[str, Any]:
    urls = {
        f"/api/resource/{PERM}/<a>": f"/api/resource/{PERM}/{world.made['a']}",
        f"/api/resource/{PERM}?limit_page_length=0": f"/api/resource/{PERM}?limit_page_length=0",
        f"/api/method/frappe.client.get_count?doctype={PERM}": (
            f"/api/method/frappe.client.get_count?doctype={PERM}"
        ),
    }
    answers = {key: world.call(who, "GET", url) for key, url in urls.items()}
    with world.python():
        return {key: _shown(answer) for key, answer in answers.items()}


def _shown(answer: Any) -> Any:
    data = answer.json.get("data")
    rows = len(data) if isinstance(data, list) else None
    return told(answer, rows=rows, message=_counted(answer.json.get("message")))


def _counted(number: Any) -> Any:
    """A count, or the table's word when it is of the whole table."""
    every = frappe.db.sql(f"select count(*) from `tab{PERM}`")[0][0]
    return "all rows" if number == every else number


SPECIAL = {"P-HOOK-PQ-apis": _calls, "P-HOOK-REST": _rest}
