"""Decides whether the properties of a DocType name fields that exist and fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.doctype.field_checks import NO_VALUE, PLACEHOLDER, STANDARD_COLUMNS


def field_of(definition: Any, name: str) -> Any:
    return next((each for each in definition.fields if each.get("fieldname") == name), None)


def missing(definition: Any, prop: str, name: str) -> None:
    frappe.throw(
        _("{0}: {1} names {2}, which is no field").format(
            definition.name, frappe.unscrub(prop), frappe.bold(name)
        ),
        frappe.InvalidFieldNameError,
    )


def check_fold(definition: Any) -> None:
    types = [field.get("fieldtype") for field in definition.fields]
    folds = [index for index, fieldtype in enumerate(types) if fieldtype == "Fold"]
    if len(folds) > 1:
        frappe.throw(_("{0}: a form has one Fold only").format(definition.name))
    if folds and types[folds[0] + 1 : folds[0] + 2] != ["Section Break"]:
        frappe.throw(_("{0}: a Section Break must follow the Fold").format(definition.name))


def check_search_fields(definition: Any) -> None:
    for name in (definition.get("search_fields") or "").split(","):
        field = field_of(definition, name.strip())
        if name.strip() and (field is None or field.get("fieldtype") in NO_VALUE):
            frappe.throw(
                _("{0}: the search field {1} does not exist or holds no value").format(
                    definition.name, frappe.bold(name.strip())
                )
            )


def check_title_field(definition: Any) -> None:
    name = definition.get("title_field")
    if not name:
        return
    field = field_of(definition, name)
    if field is None:
        missing(definition, "title_field", name)
    known = {each.get("fieldname") for each in definition.fields}
    for pattern in (field.get("options"), field.get("default")):
        for placeholder in PLACEHOLDER.findall(pattern or ""):
            if placeholder not in known:
                missing(definition, "title_field", placeholder)


def check_typed(prop: str, allowed: tuple[str, ...]) -> Callable[[Any], None]:
    """A check that the property names a field of one of the allowed types."""

    def check(definition: Any) -> None:
        name = definition.get(prop)
        if not name:
            return
        field = field_of(definition, name)
        if field is None:
            missing(definition, prop, name)
        if field.get("fieldtype") not in allowed:
            frappe.throw(
                _("{0}: {1} needs a field of type {2}").format(
                    definition.name, frappe.unscrub(prop), " / ".join(allowed)
                ),
                frappe.InvalidFieldNameError,
            )

    return check


def check_sort_field(definition: Any) -> None:
    known = {each.get("fieldname") for each in definition.fields} | STANDARD_COLUMNS
    for part in (definition.get("sort_field") or "").split(","):
        words = part.split()
        if words and words[0] not in known:
            missing(definition, "sort_field", words[0])


FORM_CHECKS: tuple[Callable[[Any], None], ...] = (
    check_fold,
    check_search_fields,
    check_title_field,
    check_typed("timeline_field", ("Link", "Dynamic Link")),
    check_sort_field,
    check_typed("image_field", ("Attach Image",)),
)
