"""Every operation of our OpenAPI document, called with values made from it: no 5xx, no trace, no SQL, and
no status or shape that the document does not declare."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from ristretto import errors
from ristretto.web.openapi_parts import REFUSALS
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from security_house import House, assert_clear

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
CALLERS = ("sys", "writer", "guest")
PARTS = 8  # so that two processes share the operations
FEW, MANY = 1, 4
SETTINGS = "System%20Settings"


@pytest.fixture(scope="module")
def operations(house: House) -> list[Any]:
    """All operations that a System Manager may see; every caller tries them."""
    schema = schemathesis.openapi.from_dict(house("sys", "GET", "/api/openapi.json").json)
    schema.app = house.app
    found = [result.ok() for result in schema.get_all_operations()]
    # Random settings would switch on what every later answer is judged by (traces for developers).
    found = [each for each in found if each.method == "get" or SETTINGS not in each.path]
    assert len(found) > 1000
    return found


def try_out(house: House, operation: Any, who: str, examples: int) -> None:
    """Call one operation with generated arguments and judge each answer."""
    headers = {"Accept": "application/json"}
    if who in house.tokens:
        headers["Authorization"] = house.tokens[who]

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(case=operation.as_strategy())
    def answers(case: Any) -> None:
        answer = case.call(headers=headers, base_url="http://localhost")
        assert_clear(_Plain(answer))
        case.validate_response(answer, checks=CHECKS)

    answers()


class _Plain:
    """What assert_clear looks at, of another library's answer."""

    def __init__(self, answer: Any) -> None:
        self.status_code = answer.status_code
        self.content = answer.content

    def get_data(self) -> bytes:
        return bytes(self.content)


def failures(house: House, operations: list[Any], who: str, examples: int) -> Iterator[str]:
    for operation in operations:
        try:
            try_out(house, operation, who, examples)
        except (AssertionError, BaseExceptionGroup) as error:
            yield f"{operation.label}: {error}"[:2000]


@pytest.mark.parametrize("who", CALLERS)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_operation_answers_as_declared(
    house: House, operations: list[Any], who: str, part: int
) -> None:
    """One call of each operation, as somebody who may much, somebody who may little, and nobody."""
    assert list(failures(house, operations[part::PARTS], who, FEW)) == []


@pytest.mark.slow
@pytest.mark.parametrize("who", CALLERS)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_operation_withstands_many_calls(
    house: House, operations: list[Any], who: str, part: int
) -> None:
    """The same with many values for each."""
    examples = int(os.environ.get("ISO_EXAMPLES", MANY))
    assert list(failures(house, operations[part::PARTS], who, examples)) == []


def test_every_refusal_is_declared() -> None:
    """Whatever status our errors carry stands in the document, but for redirects and wrong verbs."""
    kinds = [each for each in vars(errors).values() if isinstance(each, type)]
    codes = {each.http_status_code for each in kinds if issubclass(each, errors.Error)}

    assert {str(code) for code in codes if code < 500} - {"301", "405"} <= set(REFUSALS)


def test_nobody_is_told_what_is_not_theirs(house: House) -> None:
    """The document of a caller holds the records and fields that the caller may see, no others."""
    told = {who: house(who, "GET", "/api/openapi.json") for who in ("sys", "writer", "reader")}
    assert house("guest", "GET", "/api/openapi.json").status_code == 403
    paths = {who: set(answer.json["paths"]) for who, answer in told.items()}
    assert "/api/resource/Sec%20Secret" in paths["sys"] - paths["writer"]
    one = "/api/resource/Sec%20All/{name}"
    verbs = {who: set(answer.json["paths"][one]) - {"parameters"} for who, answer in told.items()}
    assert verbs["writer"] == {"get", "put", "delete"}
    assert verbs["reader"] == {"get"}
    fields = {
        who: set(answer.json["components"]["schemas"]["Sec_20_All"]["properties"])
        for who, answer in told.items()
    }
    assert fields["sys"] - fields["writer"] == {"secret"}
    assert told["sys"].headers["Cache-Control"] == "private, no-store"
    # functions of closed forms are left out, those that nobody's rights open stay
    of_a_form = "/api/method/frappe.core.doctype.rq_job.rq_job.stop_job"
    assert [of_a_form in paths[who] for who in ("sys", "reader")] == [True, False]
    assert "/api/method/frappe.client.get_list" in paths["reader"]


def test_arguments_carry_their_types(house: House) -> None:
    """Annotations become schemas; verbs and guests are those that the function declares."""
    paths = house("sys", "GET", "/api/openapi.json").json["paths"]
    count = paths["/api/method/frappe.client.get_count"]
    assert {"get", "post"} >= set(count)
    given_names = {each["name"]: each["required"] for each in count["get"]["parameters"]}
    assert given_names["doctype"] is True
    assert paths["/api/method/ping"]["get" if "get" in paths["/api/method/ping"] else "post"][
        "security"
    ] == [{}, {"token": []}]
    assert set(paths["/api/method/upload_file"]) == {"post"}
    body = paths["/api/v2/method/frappe.core.api.file.move_file"]["post"]["requestBody"]
    schema = body["content"]["application/json"]["schema"]
    assert schema["required"] == ["file_list", "new_parent", "old_parent"]
    assert schema["properties"]["new_parent"] == {"type": "string"}
    search = paths["/api/method/frappe.desk.search.search_link"]["get"]["parameters"]
    assert {
        "in": "query",
        "name": "page_length",
        "required": False,
        "schema": {"type": "integer"},
    } in (search)
