"""Every remote function with arguments that are nearly right: a name where a list belongs, JSON of another shape.

tests/security/test_openapi.py calls them with what their types say; most arguments have none, as on stock.
"""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.web.endpoints import remote_functions
from ristretto.web.openapi_methods import arguments_of
from ristretto.web.whitelist import Endpoint
from security_house import TELLTALES, House, build_house

FEW, MANY = 5, 25
RIGHT = {"doctype": "Sec All", "dt": "Sec All", "ref_doctype": "Sec All", "name": "A0", "docname": "A0",
         "dn": "A0", "user": "reader@example.com"}  # fmt: skip
TEXTS = ["Sec All", "A0", "name", "title", "User", "Nope", "", "x", "1", "-1", "2026-01-01", "[]", "{}", "null",
         "[1]", '{"a":1}', '["a"]', '[["a"]]', '[{"name":"A0"}]', '{"doctype":"Sec All","name":"A0"}',
         "Administrator", "`", "'", "Workflow", "DocType"]  # fmt: skip
OTHERS: list[Any] = [None, True, False, 0, 1, -1, 10**20, 1.5]
KEYS = ["name", "doctype", "docname", "fieldname", "title", "idx", "filters", "fields", "field", "value",
        "label", "type", "chart", "roles", "states", "transitions", "columns", "a"]  # fmt: skip
SIMPLE = {"integer": [0, 1, 5, -1], "boolean": [True, False]}


@pytest.fixture(scope="module")
def app_house(app_site: Site) -> House:
    return build_house(app_site)


@pytest.fixture(scope="module")
def functions(app_house: House) -> dict[str, Endpoint]:
    with connected(app_house.site):
        found = remote_functions(app_house.site)
    return {name: endpoint for name, endpoint in found.items() if arguments_of(endpoint)}


def value(chance: random.Random, depth: int = 0) -> Any:
    kind = chance.random()
    if kind < 0.45 or depth > 2:
        return chance.choice(TEXTS)
    if kind < 0.6:
        return chance.choice(OTHERS)
    if kind < 0.8:
        return [value(chance, depth + 1) for _ in range(chance.randint(0, 3))]
    return {chance.choice(KEYS): value(chance, depth + 1) for _ in range(chance.randint(0, 4))}


def argument(chance: random.Random, name: str, schema: dict[str, Any]) -> Any:
    if name in RIGHT and chance.random() < 0.5:
        return RIGHT[name]
    kind = schema.get("type")
    if kind in SIMPLE:
        return chance.choice(SIMPLE[kind])
    if kind == "string":
        return chance.choice(TEXTS)
    found = value(chance)
    fits = {"array": isinstance(found, list), "object": isinstance(found, dict)}
    return found if fits.get(str(kind), True) else ([] if kind == "array" else {})


def body(chance: random.Random, endpoint: Endpoint) -> dict[str, Any]:
    return {
        name: argument(chance, name, schema)
        for name, (schema, must) in arguments_of(endpoint).items()
        if must or chance.random() > 0.15
    }


def faults(house: House, functions: dict[str, Endpoint], times: int, seed: int) -> list[str]:
    found = []
    for name, endpoint in functions.items():
        chance = random.Random(f"{name} {seed}")
        for _time in range(times):
            given, who = body(chance, endpoint), chance.choice(("sys", "sys", "writer"))
            verb = "POST" if "POST" in endpoint.methods else endpoint.methods[0]
            options: dict[str, Any] = {"json": given}
            if verb == "GET":
                options = {"query_string": {key: json.dumps(each) for key, each in given.items()}}
            answer = house(who, verb, f"/api/method/{name}", **options)
            text = answer.get_data().decode("utf-8", "replace")
            if answer.status_code >= 500 or TELLTALES.search(text):
                found.append(f"{name} {given}: {answer.status_code} {text[:200]}")
    return found


def test_arguments_of_the_wrong_kind(app_house: House, functions: dict[str, Endpoint]) -> None:
    """Refused with a sentence or answered; never a 5xx, a trace or SQL."""
    assert len(functions) > 250
    assert faults(app_house, functions, FEW, seed=1) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
def test_many_arguments(app_house: House, functions: dict[str, Endpoint], seed: int) -> None:
    """The same with many more."""
    assert faults(app_house, functions, MANY, seed) == []
