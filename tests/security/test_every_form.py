"""Every form of the framework and of the app, sent values of the wrong kind in all its fields: taken as what they
say or refused with a sentence; never a 5xx, a trace or SQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.meta.constants import NO_VALUE_FIELDTYPES, TABLE_FIELDTYPES
from security_house import TELLTALES, House, build_house

ODD: list[Any] = [[{}], {"a": 1}, -1]
ODDER: list[Any] = [[["a"]], "0", "{{ 1/0 }}", "' or 1", [1, "a"], 1e30, True]


@pytest.fixture(scope="module")
def app_house(app_site: Site) -> House:
    """Somebody with every role, so that nothing is refused for want of a right."""
    house = build_house(app_site)
    with connected(app_site, mode="write") as context:
        names = ("not in", ("Administrator", "Guest", "All"))
        roles = frappe.get_all("Role", {"name": names}, pluck="name")
        frappe.get_doc("User", "sys@example.com").add_roles(*roles)
        context.db.commit()
    return house


@pytest.fixture(scope="module")
def forms(app_house: House) -> dict[str, list[str]]:
    """{form: its fields with a value}."""
    with connected(app_house.site):
        names = frappe.get_all("DocType", {"istable": 0, "issingle": 0}, pluck="name")
        return {
            name: [field.fieldname for field in frappe.get_meta(name).fields if has_value(field)]
            for name in sorted(names)
        }


def has_value(field: Any) -> bool:
    return field.fieldtype not in NO_VALUE_FIELDTYPES or field.fieldtype in TABLE_FIELDTYPES


def faults(house: House, forms: dict[str, list[str]], odd: Any) -> Iterator[str]:
    for name, fields in forms.items():
        for body in (dict.fromkeys(fields, odd), {"name": odd, **dict.fromkeys(fields[:1], odd)}):
            text = json.dumps(body)
            path = f"/api/resource/{name}"
            answer = house("sys", "POST", path, data=text, content_type="application/json")
            if answer.status_code >= 500 or TELLTALES.search(answer.text):
                yield f"{name}: {answer.status_code} {answer.text[:200]}"


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_values_of_the_wrong_kind(app_house: House, forms: dict[str, list[str]], odd: Any) -> None:
    """In all fields at once, and as the name."""
    assert len(forms) > 100
    assert list(faults(app_house, forms, odd)) == []


@pytest.mark.slow
@pytest.mark.parametrize("odd", ODDER, ids=repr)
def test_more_values(app_house: House, forms: dict[str, list[str]], odd: Any) -> None:
    """The same with others."""
    assert list(faults(app_house, forms, odd)) == []
