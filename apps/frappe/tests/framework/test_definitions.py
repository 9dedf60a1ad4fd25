"""The framework's own DocType files: they parse, fit together, and have controllers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest
from ristretto.document.controllers import get_controller

ROOT = Path(frappe.__file__).parent
FILES = sorted(ROOT.glob("*/doctype/*/*.json"))
DEFINITIONS: list[dict[str, Any]] = [json.loads(path.read_text(encoding="utf-8")) for path in FILES]
NAMES = {definition["name"] for definition in DEFINITIONS}
MODULES = (ROOT / "modules.txt").read_text(encoding="utf-8").split("\n")


def fields() -> Iterator[tuple[str, dict[str, Any]]]:
    for definition in DEFINITIONS:
        for field in definition["fields"]:
            yield definition["name"], field


def test_every_definition_lies_where_its_name_says() -> None:
    """Module, folder and file follow from the name."""
    for path, definition in zip(FILES, DEFINITIONS, strict=True):
        slug = frappe.scrub(definition["name"])
        assert path.parts[-4:] == (
            frappe.scrub(definition["module"]),
            "doctype",
            slug,
            f"{slug}.json",
        )
        assert definition["module"] in MODULES


def test_every_link_has_a_target() -> None:
    """A link to a DocType that does not come with the framework could never be filled."""
    kinds = ("Link", "Table", "Table MultiSelect")
    broken = [
        (name, field["fieldname"], field.get("options"))
        for name, field in fields()
        if field["fieldtype"] in kinds and field.get("options") not in NAMES
    ]

    assert broken == []


def test_every_connection_has_a_target() -> None:
    """Connections name a DocType and a field of it."""
    by_name = {each["name"]: {f["fieldname"] for f in each["fields"]} for each in DEFINITIONS}
    links = [link for definition in DEFINITIONS for link in definition.get("links", [])]

    broken = [
        link
        for link in links
        if link["link_fieldname"] not in by_name.get(link["link_doctype"], ())
    ]
    assert broken == []


def test_fieldnames_are_unique() -> None:
    """A column exists once."""
    for definition in DEFINITIONS:
        names = [field["fieldname"] for field in definition["fields"]]
        assert len(names) == len(set(names)), definition["name"]


def test_named_fields_exist() -> None:
    """Title, image, sort and search fields are fields of the DocType."""
    for definition in DEFINITIONS:
        known = {f["fieldname"] for f in definition["fields"]} | {
            "name",
            "modified",
            "creation",
            "idx",
        }
        named = [definition.get(key) for key in ("title_field", "image_field", "sort_field")]
        named += (definition.get("search_fields") or "").split(",")
        missing = {each.strip() for each in named if each and "," not in each} - known
        assert not {each for each in missing if each.split()[0] not in known}, definition["name"]


def test_every_doctype_but_rows_is_open_to_a_role() -> None:
    """A DocType without rights could be used by nobody but Administrator."""
    for definition in DEFINITIONS:
        assert definition.get("istable") or definition["permissions"], definition["name"]


@pytest.mark.usefixtures("ctx")
def test_every_doctype_has_a_controller_of_its_own() -> None:
    """The class beside the JSON is the one that records get."""
    for name in NAMES:
        assert get_controller(name).__name__ == name.replace(" ", "").replace("-", ""), name


@pytest.mark.usefixtures("ctx")
def test_every_definition_passes_the_checks_for_custom_ones() -> None:
    """The framework keeps the rules that it sets for others."""
    from frappe.core.doctype.doctype.field_checks import check_fields

    for name in sorted(NAMES):
        check_fields(frappe.get_meta(name))
