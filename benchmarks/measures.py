"""Decides what is measured: each measure is a name and the calls that one connection sends."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from benchmarks.client import Call
from benchmarks.data import COMMUNES, DOCTYPE, LIST_FIELDS, PAGE, procedure

RESOURCE = f"/api/resource/{quote(DOCTYPE)}"
SORTED = {
    "fields": json.dumps(LIST_FIELDS),
    "filters": json.dumps([["title", "like", "%đất%"], ["time_check", "=", "Within Limit"]]),
    "order_by": "title asc",
    "limit_page_length": PAGE,
}


@dataclass(frozen=True)
class People:
    """Session cookies, and the names of the secretary's own procedures."""

    secretary: str
    officer: str
    names: list[str]


Make = Callable[[People, int, int], Iterator[Call]]


@dataclass(frozen=True)
class Measure:
    """`make(people, connection, connections)` gives the calls of one connection.

    `is_warmed` is False where every call uses up a record.
    """

    name: str
    make: Make
    is_warmed: bool = True


def list_own(people: People, _connection: int, _connections: int) -> Iterator[Call]:
    query = urlencode(
        {
            "fields": json.dumps(LIST_FIELDS),
            "order_by": "modified desc",
            "limit_page_length": PAGE,
        }
    )
    return itertools.repeat(Call("GET", f"{RESOURCE}?{query}", people.secretary))


def list_sorted(people: People, _connection: int, _connections: int) -> Iterator[Call]:
    return itertools.repeat(Call("GET", f"{RESOURCE}?{urlencode(SORTED)}", people.officer))


def count(people: People, _connection: int, _connections: int) -> Iterator[Call]:
    query = urlencode({"doctype": DOCTYPE, "filters": SORTED["filters"]})
    path = f"/api/method/frappe.client.get_count?{query}"
    return itertools.repeat(Call("GET", path, people.officer))


def get(people: People, connection: int, connections: int) -> Iterator[Call]:
    for name in itertools.cycle(people.names[connection::connections]):
        yield Call("GET", f"{RESOURCE}/{quote(name)}", people.secretary)


def insert(people: People, connection: int, connections: int) -> Iterator[Call]:
    for number in itertools.count():
        code = f"MOI-{connections}-{connection}-{number:05}"
        yield Call("POST", RESOURCE, people.secretary, procedure(COMMUNES[0], code, number))


def update(people: People, connection: int, connections: int) -> Iterator[Call]:
    """Each connection changes records of its own, so that nobody meets another's change."""
    names = itertools.cycle(people.names[connection::connections])
    for number, name in enumerate(names):
        body = {"purpose": f"<p>Sửa lần {connections}-{number}</p>"}
        yield Call("PUT", f"{RESOURCE}/{quote(name)}", people.secretary, body)


def transition(people: People, connection: int, connections: int) -> Iterator[Call]:
    """Drafts are sent for review, each once: the first tenth with one connection, the rest with more."""
    cut = len(people.names) // 10
    names = people.names[:cut] if connections == 1 else people.names[cut:]
    for name in names[connection::connections]:
        body = {
            "doc": json.dumps({"doctype": DOCTYPE, "name": name}),
            "action": "Send for Review",
        }
        path = "/api/method/frappe.model.workflow.apply_workflow"
        yield Call("POST", path, people.secretary, body)


MEASURES = (
    Measure("list, 20 rows of one agency", list_own),
    Measure("list, filtered and sorted, all agencies", list_sorted),
    Measure("get, with 6 child rows", get),
    Measure("count, filtered, all agencies", count),
    Measure("insert, with 6 child rows", insert),
    Measure("update of one field", update),
    Measure("workflow transition", transition, is_warmed=False),
)
BARE = Measure("bare WSGI, same list query", lambda *_: itertools.repeat(Call("GET", "/")))
