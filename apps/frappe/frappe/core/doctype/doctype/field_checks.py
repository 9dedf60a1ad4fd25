"""Decides whether the fields of a DocType fit together; raises at the first that does not.

A definition is a DocType document or a `Meta`: both have `name`, `fields` and `get`. Nothing is
changed here, so that Custom Field and Customize Form use the same checks on a merged `Meta`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ristretto.meta.fieldtypes import VarcharType, get_fieldtype

import frappe
from frappe import _
from frappe.model import child_table_fields, default_fields, no_value_fields, table_fields
from frappe.utils import cint

MAX_FIELDNAME = 64
MAX_LENGTH = 1000
NO_VALUE = frozenset(no_value_fields)
TABLES = frozenset(table_fields)
UNIQUE_TYPES = frozenset({"Data", "Link", "Read Only", "Int"})
# Types whose default must be a value of theirs; others read what they cannot as empty.
FITTING = frozenset({"Date", "Datetime", "Time", "Duration", "Rating", "JSON"})
DYNAMIC = re.compile(r"today$|now$|__user$|:", re.I)
TEXT_TYPES = frozenset({"Text", "Long Text", "Small Text", "Code", "Text Editor"})
STANDARD_COLUMNS = frozenset((*default_fields, *child_table_fields)) - {"doctype"}
RESERVED = frozenset({"doctype", "meta", "flags", "parent_doc", "get", "set", "append", "update"})
DEPENDS_ON = (
    "depends_on",
    "collapsible_depends_on",
    "mandatory_depends_on",
    "read_only_depends_on",
)
ASSIGNMENT = re.compile(r"[\w.:]+\s*=\s*[\w.@'\"]")
PLACEHOLDER = re.compile(r"(?<!{){(\w[^{}]*)}")

Check = Callable[[Any, Any], None]


def place(definition: Any, field: Any) -> str:
    """Where the reader finds the field: "Leave Form, row 3 (To Date)"."""
    label = field.get("label") or field.get("fieldname")
    return _("{0}, row {1} ({2})").format(definition.name, field.get("idx") or "–", label)


def check_fieldname(definition: Any, field: Any) -> None:
    name = field.get("fieldname") or ""
    if not re.fullmatch(r"\w+", name):
        frappe.throw(
            _("{0}: {1} is no column name. Use letters, digits and underscores").format(
                place(definition, field), frappe.bold(name)
            ),
            frappe.InvalidColumnName,
        )
    if name in RESERVED and field.get("fieldtype") not in NO_VALUE - TABLES:
        frappe.throw(
            _("{0}: the fieldname {1} is restricted. Choose another").format(
                place(definition, field), frappe.bold(name)
            ),
            frappe.InvalidFieldNameError,
        )
    if len(name) > MAX_FIELDNAME:
        frappe.throw(
            _("{0}: a fieldname has at most {1} characters").format(
                place(definition, field), MAX_FIELDNAME
            )
        )


def check_hidden_and_mandatory(definition: Any, field: Any) -> None:
    if field.get("hidden") and field.get("reqd") and not field.get("default"):
        frappe.throw(
            _("{0}: hidden and mandatory, so nobody could fill it. Give a default").format(
                place(definition, field)
            ),
            frappe.HiddenAndMandatoryWithoutDefaultError,
        )


def check_index(definition: Any, field: Any) -> None:
    if definition.get("is_virtual") or definition.get("issingle"):
        return
    fieldtype = field.get("fieldtype")
    if field.get("unique") and fieldtype not in UNIQUE_TYPES:
        frappe.throw(
            _("{0}: a field of type {1} cannot be unique").format(
                place(definition, field), fieldtype
            ),
            frappe.NonUniqueError,
        )
    if field.get("search_index") and fieldtype in TEXT_TYPES:
        frappe.throw(
            _("{0}: a field of type {1} cannot be indexed").format(
                place(definition, field), fieldtype
            ),
            frappe.CannotIndexedError,
        )
    if field.get("unique"):
        check_stored_values_unique(definition, field)


def check_stored_values_unique(definition: Any, field: Any) -> None:
    """Records saved before the field became unique must not collide."""
    doctype, column = definition.name, field.get("fieldname")
    if not frappe.db.table_exists(doctype) or not frappe.db.has_column(doctype, column):
        return
    twice = frappe.db.sql(
        f"select `{column}` from `tab{doctype}` where ifnull(`{column}`, '') != ''"
        f" group by `{column}` having count(*) > 1 limit 1"
    )
    if twice:
        frappe.throw(
            _("{0}: cannot become unique, {1} is stored more than once").format(
                place(definition, field), frappe.bold(twice[0][0])
            ),
            frappe.NonUniqueError,
        )


def check_fetch_from(definition: Any, field: Any) -> None:
    source = (field.get("fetch_from") or "").strip().partition(".")[0]
    if source and source == field.get("fieldname"):
        frappe.throw(_("{0}: a field cannot fetch from itself").format(place(definition, field)))


def check_unique_fieldname(definition: Any, field: Any) -> None:
    rows = [
        str(row)
        for row, other in enumerate(definition.fields, 1)
        if other.get("fieldname") == field.get("fieldname")
    ]
    if len(rows) > 1:
        frappe.throw(
            _("{0}: the fieldname {1} is used in rows {2}").format(
                definition.name, frappe.bold(field.get("fieldname")), ", ".join(rows)
            ),
            frappe.UniqueFieldnameError,
        )


def check_target(definition: Any, field: Any) -> None:
    """Link and Table name an existing DocType, written exactly as it is."""
    fieldtype, target = field.get("fieldtype"), field.get("options")
    if fieldtype not in TABLES and fieldtype != "Link":
        return
    if not target:
        frappe.throw(
            _("{0}: name the DocType in Options").format(place(definition, field)),
            frappe.DoctypeLinkError,
        )
    if target in ("[Select]", definition.name) or frappe.flags.in_patch or frappe.flags.in_fixtures:
        return
    stored = frappe.db.get_value("DocType", target, "name")
    if not stored:
        frappe.throw(
            _("{0}: there is no DocType {1}").format(place(definition, field), frappe.bold(target)),
            frappe.WrongOptionsDoctypeLinkError,
        )
    if stored != target:
        frappe.throw(
            _("{0}: write {1}, not {2}").format(place(definition, field), stored, target),
            frappe.DoctypeLinkError,
        )
    check_child_table(definition, field)


def check_child_table(definition: Any, field: Any) -> None:
    if field.get("fieldtype") not in TABLES:
        return
    child = frappe.get_meta(field.get("options"))
    if not child.get("istable"):
        frappe.throw(
            _("{0}: {1} is not a child table").format(
                place(definition, field), frappe.bold(child.name)
            )
        )
    if bool(child.get("is_virtual")) != bool(definition.get("is_virtual")):
        frappe.throw(
            _("{0}: a virtual DocType takes virtual child tables only, others none").format(
                place(definition, field)
            )
        )
    has_link = any(each.get("fieldtype") == "Link" for each in child.fields)
    if field.get("fieldtype") == "Table MultiSelect" and not has_link:
        frappe.throw(
            _("{0}: {1} needs a Link field to be used for multiple selection").format(
                place(definition, field), frappe.bold(child.name)
            )
        )


def check_mandatory_type(definition: Any, field: Any) -> None:
    fieldtype = field.get("fieldtype")
    if field.get("reqd") and fieldtype in NO_VALUE - TABLES:
        frappe.throw(
            _("{0}: a field of type {1} holds no value and cannot be mandatory").format(
                place(definition, field), fieldtype
            ),
            frappe.IllegalMandatoryError,
        )


def check_dynamic_link(definition: Any, field: Any) -> None:
    if field.get("fieldtype") != "Dynamic Link":
        return
    by_name = {each.get("fieldname"): each for each in definition.fields}
    pointer = by_name.get(field.get("options"))
    kind = pointer.get("fieldtype") if pointer else None
    if kind == "Select" or (kind == "Link" and pointer.get("options") == "DocType"):
        return
    frappe.throw(
        _("{0}: Options must name a Select field, or a Link field to DocType").format(
            place(definition, field)
        )
    )


def check_list_and_search(definition: Any, field: Any) -> None:
    fieldtype = field.get("fieldtype")
    allowed_in_grid = {"Button", "HTML"} if definition.get("istable") else set()
    if field.get("in_list_view") and fieldtype in (NO_VALUE | {"Attach Image"}) - allowed_in_grid:
        frappe.throw(
            _("{0}: a field of type {1} cannot be a list column").format(
                place(definition, field), fieldtype
            )
        )
    if field.get("in_global_search") and fieldtype in NO_VALUE:
        frappe.throw(
            _("{0}: a field of type {1} cannot be searched").format(
                place(definition, field), fieldtype
            )
        )


def check_depends_on(definition: Any, field: Any) -> None:
    for prop in DEPENDS_ON:
        if ASSIGNMENT.match(field.get(prop) or ""):
            frappe.throw(
                _("{0}: {1} compares with ==; a single = would assign").format(
                    place(definition, field), frappe.unscrub(prop)
                )
            )


def check_default(definition: Any, field: Any) -> None:
    fieldtype, default = field.get("fieldtype"), field.get("default")
    if fieldtype == "Check" and str(default or "0") not in ("0", "1"):
        frappe.throw(_("{0}: the default is 0 or 1").format(place(definition, field)))
    if (
        fieldtype == "Select"
        and default
        and default not in (field.get("options") or "").split("\n")
    ):
        frappe.throw(
            _("{0}: the default {1} is none of the options").format(
                place(definition, field), frappe.bold(default)
            )
        )
    if fieldtype in FITTING and default and not DYNAMIC.match(default):
        problem = get_fieldtype(fieldtype).problem(default)
        if problem:
            message = _("{0}: the default {1} {2}")
            frappe.throw(message.format(place(definition, field), frappe.bold(default), _(problem)))


def check_length(definition: Any, field: Any) -> None:
    """Short text has room for 1 to 1000 characters; more belongs into a text field."""
    length = cint(field.get("length"))
    short = isinstance(get_fieldtype(field.get("fieldtype") or "Data"), VarcharType)
    if short and length and not 1 <= length <= MAX_LENGTH:
        message = _("{0}: the length is from 1 to {1}")
        frappe.throw(message.format(place(definition, field), MAX_LENGTH))


def check_rating(definition: Any, field: Any) -> None:
    stars = field.get("options")
    if field.get("fieldtype") == "Rating" and stars and not 3 <= cint(stars) <= 10:
        frappe.throw(_("{0}: a rating has 3 to 10 stars").format(place(definition, field)))


FIELD_CHECKS: tuple[Check, ...] = (
    check_fieldname,
    check_unique_fieldname,
    check_hidden_and_mandatory,
    check_index,
    check_fetch_from,
    check_target,
    check_mandatory_type,
    check_dynamic_link,
    check_list_and_search,
    check_depends_on,
    check_default,
    check_length,
    check_rating,
)


def check_fields(definition: Any) -> None:
    """All checks of each field, then those of the form as a whole."""
    from frappe.core.doctype.doctype.form_checks import FORM_CHECKS

    for field in definition.fields:
        for check in FIELD_CHECKS:
            check(definition, field)
    for check_form in FORM_CHECKS:
        check_form(definition)
