"""Decides what is measured: each measure is a name and the calls that one connection sends."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from benchmarks.client import Call, Stream
from benchmarks.data import COMMUNES, DOCTYPE, PAGE, procedure

RESOURCE = f"/api/resource/{quote(DOCTYPE)}"
LIST_FIELDS = ["name", "title", "agency", "workflow_state", "time_check", "modified"]
ELSEWHERE = COMMUNES[16 % len(COMMUNES)]
CHILDREN = 5
# more than any server here makes in a second; prepared requests that are left over cost nothing
MOST_INSERTS = 1_500


@dataclass(frozen=True)
class People:
    """Session cookies, the names of the secretary's own drafts, and how long a measure lasts.

    `run` is a letter that codes of new records begin with; `made` finds drafts by such a beginning.
    """

    secretary: str
    officer: str
    names: list[str]
    seconds: float
    run: str
    made: Callable[[str], list[str]]


Make = Callable[[People, int, int], Stream]


@dataclass(frozen=True)
class Measure:
    """`make(people, connection, connections)` gives the calls of one connection.

    `aim`: what version 15.41 of stock Frappe did on two cores, at 1 and 8 connections, times ten.
    """

    name: str
    make: Make
    aim: tuple[int, int] | None = None
    writes: bool = False


def get_call(path: str, cookie: str, **arguments: object) -> Call:
    texts = {k: v if isinstance(v, str | int) else json.dumps(v) for k, v in arguments.items()}
    return Call("GET", f"{path}?{urlencode(texts)}", cookie)


def list_own(people: People, _connection: int, _connections: int) -> Stream:
    asked = {"fields": ["*"], "order_by": "modified desc", "limit_page_length": PAGE}
    return Stream([get_call(RESOURCE, people.secretary, **asked)])


def list_filtered(people: People, _connection: int, _connections: int) -> Stream:
    filters = [["agency", "=", ELSEWHERE], ["workflow_state", "=", "Draft"]]
    asked = {"fields": LIST_FIELDS, "order_by": "title asc", "limit_page_length": PAGE}
    return Stream([get_call(RESOURCE, people.officer, filters=filters, **asked)])


def search_all(people: People, _connection: int, _connections: int) -> Stream:
    """A word in the titles of the whole province: no index helps, accents are ignored."""
    filters = [["title", "like", "%đất đai số 4%"], ["time_check", "=", "Within Limit"]]
    asked = {"fields": LIST_FIELDS, "order_by": "title asc", "limit_page_length": PAGE}
    return Stream([get_call(RESOURCE, people.officer, filters=filters, **asked)])


def get(people: People, connection: int, connections: int) -> Stream:
    names = people.names[connection::connections]
    return Stream([Call("GET", f"{RESOURCE}/{quote(name)}", people.secretary) for name in names])


def count(people: People, _connection: int, _connections: int) -> Stream:
    filters = [["workflow_state", "=", "Under Review"]]
    path = "/api/method/frappe.client.get_count"
    return Stream([get_call(path, people.officer, doctype=DOCTYPE, filters=filters)])


def search_link(people: People, _connection: int, _connections: int) -> Stream:
    path = "/api/method/frappe.desk.search.search_link"
    return Stream(
        [get_call(path, people.secretary, doctype=DOCTYPE, txt="khai sinh", page_length=10)]
    )


def group(people: People, _connection: int, _connections: int) -> Stream:
    asked = {"fields": ["workflow_state", "count(name) as n"], "group_by": "workflow_state"}
    return Stream([get_call(RESOURCE, people.officer, order_by="n desc", **asked)])


def insert(people: People, connection: int, connections: int) -> Stream:
    made = int(MOST_INSERTS * (people.seconds + 1) / connections)
    tag = f"{people.run}{connections}-{connection}"
    return Stream(
        [
            Call(
                "POST",
                RESOURCE,
                people.secretary,
                procedure(COMMUNES[0], f"{tag}-{n}", n, CHILDREN),
            )
            for n in range(made)
        ],
        repeats=False,
    )


def update(people: People, connection: int, connections: int) -> Stream:
    """Each connection changes records of its own, so that nobody meets another's change."""
    mine = people.names[connection::connections]
    calls = []
    for turn in range(max(2, 4_000 // max(1, len(mine)))):
        body = {"purpose": f"<p>Sửa lần {connections}-{turn}</p>"}
        calls += [Call("PUT", f"{RESOURCE}/{quote(name)}", people.secretary, body) for name in mine]
    return Stream(calls)


def transition(people: People, connection: int, connections: int) -> Stream:
    """Drafts that the inserts before left behind are sent for review, each once."""
    path = "/api/method/frappe.model.workflow.apply_workflow"
    names = people.made(f"{people.run}{connections}-")[connection::connections]
    calls = []
    for name in names:
        doc = json.dumps({"doctype": DOCTYPE, "name": name})
        body = {"doc": doc, "action": "Send for Review"}
        calls.append(Call("POST", path, people.secretary, body))
    return Stream(calls, repeats=False)


def bare(path: str) -> Make:
    return lambda _people, _connection, _connections: Stream([Call("GET", path)])


LIST = Measure("list: 20 rows, all fields", list_own, (1_560, 2_290))
GET = Measure("get with its child rows", get, (1_540, 2_290))
MEASURES = (
    LIST,
    Measure("list: 2 filters, sorted", list_filtered, (710, 1_410)),
    GET,
    Measure("count, filtered", count, (1_050, 1_920)),
    Measure("link search", search_link),
    Measure("group by state", group, (600, 1_160)),
    Measure("word search, all agencies", search_all),
    Measure("insert with 5 child rows", insert, (680, 800), writes=True),
    Measure("update of one field", update, (500, 730), writes=True),
    Measure("workflow transition", transition, writes=True),
)
BARE_LIST = Measure("bare: the list's query", bare("/list"))
BARE_GET = Measure("bare: the queries of get", bare("/get"))
