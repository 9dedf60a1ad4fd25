"""Replays what is refused and what is accepted (valid, order): REST requests, then saves in process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
from lifecycle_world import OMITTED, World, grown, refusal, shrunk
from parity_ledger import Row

GOOD = {"m": "x", "mtxt": "<p>t</p>"}
PRIVATE = ("name", "owner", "creation", "modified", "modified_by", "parent")
FAULTS: dict[str, tuple[str, Any, Any]] = {
    "link": ("lnk", "NOPE", "T1"),
    "name": ("name", "New ObsA Valid 1", "ORDER-1"),
    "mandatory": ("m", None, "x"),
    "data option": ("mail", "bad", "a@b.co"),
    "select": ("sel", "Z", "A"),
    "non_negative": ("nn", -1, 1),
    "length": ("short", "1234567", "1"),
    "code": ("py", "def (", "a = 1"),
    "list value": ("fl", [1], 1),
    "bad date": ("d", "abc", "2026-01-02"),
    "unique": ("u", "U-1", "U-2"),
    "child length": ("mtab", [{"item": "x" * 141}], [{"item": "x"}]),
}
STEPS: dict[str, Callable[[World, Row], Any]] = {}


def step(*ids: str) -> Callable[[Callable[[World, Row], Any]], Callable[[World, Row], Any]]:
    """These rows run this function; all others are the request that `when` names."""

    def remember(function: Callable[[World, Row], Any]) -> Callable[[World, Row], Any]:
        STEPS.update({f"valid-{each}": function for each in ids})
        return function

    return remember


def run(world: World, row: Row) -> Any:
    return shrunk(STEPS.get(row.id, _request)(world, row))


def _request(world: World, row: Row) -> Any:
    verb, _, kind = row.when.partition(" ")
    given = grown(row.given)
    if "path" in given:
        return _address(world, verb, given["path"])
    if verb == "POST":
        return post(world, kind, given)
    return put(world, kind, given, _target(world, kind, row))


def _address(world: World, verb: str, path: str) -> Any:
    path = path.replace("<existing>", world.kept.get("constant", ""))
    return refusal(*world.rest(verb, path, {} if verb in ("POST", "PATCH") else None))


def post(world: World, kind: str, given: dict[str, Any]) -> dict[str, Any]:
    """Create a record; what is not spoken of is good."""
    body = {**GOOD, **given} if kind == "Valid" else dict(given)
    world.kept["count"] = world.kept.get("count", 0) + 1
    if body.get("name") == "<name>" or kind == "Valid":
        body = {"name": f"V-{world.kept['count']}", **body}
        if body["name"] == "<name>":
            body["name"] = f"V-{world.kept['count']}"
    body = {key: value for key, value in body.items() if value != "<key not sent>"}
    status, answer = world.rest("POST", f"/api/resource/ObsA {kind}", body)
    world.kept["last"] = (answer.get("data") or {}).get("name")
    shown = {key: value for key, value in given.items() if (kind, key) != ("Main", "title")}
    return outcome(status, answer, shown)


def put(world: World, kind: str, given: dict[str, Any], name: str) -> dict[str, Any]:
    return outcome(*world.rest("PUT", f"/api/resource/ObsA {kind}/{name}", given), given)


def outcome(status: int, answer: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Status and class, or the sent keys as the answer shows them."""
    found = refusal(status, answer)
    if status == 200:
        data = answer["data"]
        found["saved"] = {key: _shown(data.get(key, OMITTED), given[key]) for key in given}
    return found


def _shown(value: Any, given: Any) -> Any:
    if isinstance(value, list):
        return [{key: row[key] for key in row if key not in PRIVATE} for row in value]
    return given if given in ("<name>", "<hash>") else value


def _target(world: World, kind: str, row: Row) -> str:
    """The record that a PUT of the table meant."""
    if row.when == "PUT Main":
        if "main" not in world.kept:
            _status, answer = world.rest("POST", "/api/resource/ObsA Main", {"title": "a"})
            world.kept["main"] = answer["data"]["name"]
        return str(world.kept["main"])
    return str(world.kept["constant"])


@step("252")
def constants(world: World, row: Row) -> Any:
    found = post(world, "Valid", row.given)
    world.kept["constant"] = world.kept["last"]
    return found


@step("261")
def constant_was_empty(world: World, row: Row) -> Any:
    return put(world, "Valid", row.given, world.kept["last"])


@step("274")
def missing(world: World, row: Row) -> Any:
    return put(world, "Valid", row.given, "NO-SUCH")


@step("293")
def delete_submitted(world: World, row: Row) -> Any:
    return refusal(*world.rest("DELETE", f"/api/resource/ObsA Main/{world.kept['main']}"))


def order(world: World, row: Row) -> Any:
    """Post every fault at once; mend what was reported, and post again."""
    with world.session():
        frappe.get_doc({"doctype": "ObsA Valid", "name": "U-1", "u": "U-1", **GOOD}).insert()
    body: dict[str, Any] = {**GOOD}
    body.update({key: bad for key, bad, _good in FAULTS.values()})
    found: list[Any] = []
    while len(found) < len(FAULTS):
        status, answer = world.rest("POST", "/api/resource/ObsA Valid", body)
        fault = _reported(world, body, answer, FAULTS.keys() - {each[0] for each in found})
        found.append([fault, answer.get("exc_type"), status])
        if fault is None:
            return found
        key, _bad, good = FAULTS[fault]
        body[key] = good
    status, _answer = world.rest("POST", "/api/resource/ObsA Valid", body)
    return [*found, "saved" if status == 200 else status]


def _reported(
    world: World, body: dict[str, Any], answer: dict[str, Any], left: set[str]
) -> str | None:
    """The fault whose mending changes the answer."""
    for fault in sorted(left):
        key, _bad, good = FAULTS[fault]
        mended = {**body, key: good, "name": body["name"] if fault != "name" else good}
        _status, other = world.rest("POST", "/api/resource/ObsA Valid", mended)
        if other.get("_server_messages") != answer.get("_server_messages"):
            if "data" in other:
                world.rest("DELETE", f"/api/resource/ObsA Valid/{other['data']['name']}")
            return fault
    return None
