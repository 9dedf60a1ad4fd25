"""Filters evaluated on a document in memory: the same grammar as lists, without a database."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any

from ristretto.context import AttrDict

from frappe.utils.dates import get_datetime, getdate, to_timedelta
from frappe.utils.numbers import cint, cstr, flt, sbool

_TEXT_TYPES = {
    "Data",
    "Text",
    "Small Text",
    "Long Text",
    "Text Editor",
    "Select",
    "Link",
    "Dynamic Link",
}
_TREE_OPERATORS = (
    "ancestors of",
    "descendants of",
    "not ancestors of",
    "not descendants of",
    "descendants of (inclusive)",
)
_VALID_OPERATORS = (
    *("=", "!=", ">", "<", ">=", "<=", "like", "not like", "in", "not in", "is"),
    *("between", "timespan", "previous", "next"),
    *_TREE_OPERATORS,
)
_UNSAFE_COLUMN = re.compile(r"[,'();.]")
_SQL_WORDS = {"select", "create", "insert", "delete", "drop", "update", "case", "and", "or"}


def cast(fieldtype: str, value: Any = None) -> Any:
    """The Python value of a fieldtype; None gives the type's lowest value, bad text None."""
    if fieldtype in ("Currency", "Float", "Percent"):
        return flt(value)
    if fieldtype in ("Int", "Check"):
        return cint(sbool(value))
    if fieldtype in _TEXT_TYPES:
        return cstr(value)
    if fieldtype == "Date":
        return getdate(value) if value else getdate("0001-01-02").replace(day=1)  # type: ignore[union-attr]
    if fieldtype == "Datetime":
        return get_datetime(value) if value else get_datetime((1, 1, 1))
    if fieldtype == "Time":
        return to_timedelta(value) if value else to_timedelta("00:00:00")
    return value


def cast_fieldtype(fieldtype: str, value: Any, show_warning: bool = True) -> Any:
    """Older spelling of `cast`, in which an empty date means today."""
    if fieldtype == "Date":
        return getdate(value)
    if fieldtype == "Datetime":
        return get_datetime(value)
    return cast(fieldtype, value)


def sql_like(value: Any, pattern: Any) -> bool:
    """SQL's LIKE with `%` at the ends only; a pattern without it may stand anywhere."""
    if not isinstance(pattern, str) or not isinstance(value, str):
        return False
    if pattern.startswith("%") and pattern.endswith("%"):
        return pattern.strip("%") in value
    if pattern.startswith("%"):
        return value.endswith(pattern.lstrip("%"))
    if pattern.endswith("%"):
        return value.startswith(pattern.rstrip("%"))
    return pattern in value


def filter_operator_is(value: Any, pattern: str) -> bool:
    """`is set` / `is not set`: only None and empty text are not set."""
    wanted = pattern.lower()
    if wanted not in ("set", "not set"):
        import frappe

        frappe.throw(frappe._("Operator “is”: write set or not set, not {0}").format(pattern))
    return (value is None or value == "") == (wanted == "not set")


operator_map: dict[str, Callable[[Any, Any], bool]] = {
    "^": lambda a, b: (a or "").startswith(b),
    "in": lambda a, b: a in b,
    "not in": lambda a, b: a not in b,
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
    "not None": lambda a, b: a is not None,
    "None": lambda a, b: a is None,
    "like": sql_like,
    "not like": lambda a, b: not sql_like(a, b),
    "is": filter_operator_is,
}


def compare(val1: Any, condition: str, val2: Any, fieldtype: str | None = None) -> bool:
    """`val1 condition val2`, both cast to the fieldtype first; False for an unknown operator."""
    if fieldtype and condition not in ("is", "in", "not in"):
        val1, val2 = cast(fieldtype, val1), cast(fieldtype, val2)
    if condition not in operator_map:
        return False
    return bool(operator_map[condition](val1, val2))


def evaluate_filters(doc: Any, filters: Any) -> bool:
    """Whether the document meets every filter of a dict or a list."""
    rows = (
        [{key: value} for key, value in filters.items()] if isinstance(filters, dict) else filters
    )
    for row in rows or []:
        f = get_filter(None, row)
        if not compare(doc.get(f.fieldname), f.operator, f.value, f.fieldtype):
            return False
    return True


def make_filter_tuple(doctype: str | None, key: str, value: Any) -> list[Any]:
    if isinstance(value, list | tuple):
        return [doctype, key, value[0], value[1]]
    return [doctype, key, "=", value]


def make_filter_dict(filters: Any) -> Any:
    """`[[doctype, field, operator, value]]` as `{field: (operator, value)}`."""
    from ristretto.context import AttrDict

    return AttrDict({f[1]: (f[2], f[3]) for f in filters})


def _parts(doctype: str | None, f: Any) -> list[Any]:
    import frappe

    if isinstance(f, dict):
        key, value = next(iter(f.items()))
        f = make_filter_tuple(doctype, key, value)
    if not isinstance(f, list | tuple):
        frappe.throw(frappe._("A filter is written as a list: [doctype, field, operator, value]"))
    if len(f) == 3:
        return [doctype, *f]
    if len(f) < 3:
        frappe.throw(
            frappe._("Filter {0}: write four values, [doctype, field, operator, value]").format(
                str(f)
            )
        )
    return list(f[:4])


def get_filter(doctype: str | None, f: Any, filters_config: Any = None) -> Any:
    """One filter as a dict with doctype, fieldname, operator, value, fieldtype."""
    import frappe

    row = AttrDict(
        zip(("doctype", "fieldname", "operator", "value"), _parts(doctype, f), strict=True)
    )
    sanitize_column(row.fieldname)
    row.operator = row.operator or "="
    allowed = {*_VALID_OPERATORS, *(key.lower() for key in filters_config or ())}
    if row.operator.lower() not in allowed:
        frappe.throw(frappe._("Operator: use one of {0}").format(", ".join(sorted(allowed))))
    row.fieldtype = _fieldtype(row)
    return row


def _fieldtype(row: Any) -> str | None:
    """The field's type; a field of a child table moves the filter to that table."""
    if not row.doctype:
        return None
    import frappe

    try:
        meta = frappe.get_meta(row.doctype)
    except frappe.DoesNotExistError:
        return None
    if not meta.has_field(row.fieldname) and not meta.get_field(row.fieldname):
        for table in meta.get_table_fields():
            if frappe.get_meta(table.options).has_field(row.fieldname):
                row.doctype = table.options
                meta = frappe.get_meta(table.options)
                break
    field = meta.get_field(row.fieldname)
    return field.fieldtype if field else None


def sanitize_column(column_name: str) -> None:
    """DataError for a column name that carries SQL."""
    import frappe

    if not _UNSAFE_COLUMN.search(column_name):
        return
    if "ifnull" in column_name and not _SQL_WORDS & set(column_name.lower().split()):
        return
    frappe.throw(
        frappe._("Field {0}: the form has no such field").format(column_name), frappe.DataError
    )


def get_safe_filters(filters: Any) -> Any:
    """Filters from JSON text; text that is no JSON is a name."""
    import json

    try:
        loaded = json.loads(filters)
    except (TypeError, ValueError):
        return filters
    return str(loaded) if isinstance(loaded, int | float) else loaded
