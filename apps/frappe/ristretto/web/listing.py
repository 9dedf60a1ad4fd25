"""Decides how list arguments of a URL become a query: JSON texts parsed, sizes read, clear
sentences for nonsense."""

from __future__ import annotations

from typing import Any

import orjson

from ristretto import access, query
from ristretto.context import AttrDict
from ristretto.context.translate import translate
from ristretto.db.metas import get_meta
from ristretto.errors import PermissionError, ValidationError

DEFAULT_SIZE = 20
LONGEST = 1_000_000_000
_FALSE = ("0", "false", "no", "off", "")


def parse_json(value: Any, name: str) -> Any:
    """A JSON text as its value; other values as they are. Raises ValidationError (417) naming the
    argument."""
    if not isinstance(value, str):
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError as error:
        raise ValidationError(translate("{0} must be JSON: {1}").format(name, error)) from None


def parse_list(value: Any, name: str, of: type | tuple[type, ...] = object) -> list[Any]:
    """A list given as such or as JSON; nothing is the empty list. Its entries must be of a type."""
    found = parse_json(value, name) if value not in (None, "") else []
    if not isinstance(found, list) or not all(isinstance(entry, of) for entry in found):
        raise ValidationError(translate("{0} must be a list").format(name))
    return found


def parse_fields(value: Any) -> list[str]:
    """A list of fields, or a JSON text that names them with commas (frappe-client asks for `"*"`)."""
    found = parse_json(value, "fields") if value not in (None, "") else []
    if isinstance(found, str):
        return [part.strip() for part in found.split(",")]
    return parse_list(found, "fields", of=str)


def parse_object(value: Any, name: str) -> dict[str, Any]:
    """An object given as such or as JSON; nothing is the empty object."""
    found = parse_json(value, name) if value not in (None, "") else {}
    if not isinstance(found, dict):
        raise ValidationError(translate("{0} must be an object").format(name))
    return found


def parse_filters(value: Any, name: str = "filters") -> Any:
    """Filters as the query engine takes them: an object, or a list of rows; None without any."""
    found = parse_json(value, name) if value not in (None, "") else None
    # A flat ["field", "=", "value"] is refused; stock reads its letters as DocType names (C03i).
    flat = isinstance(found, list) and found and all(isinstance(part, str) for part in found)
    rows = isinstance(found, dict) or (
        isinstance(found, list) and all(isinstance(row, list | tuple | dict) for row in found)
    )
    if found is not None and (flat or not rows):
        raise ValidationError(translate("{0} must be a list of lists or an object").format(name))
    return found


def filter_rows(value: Any, doctype: str, name: str = "filters") -> list[Any]:
    """Filters in list form, so that conditions may be added."""
    found = parse_filters(value, name) or []
    if not isinstance(found, dict):
        return list(found)
    pairs = found.items()
    return [
        [doctype, key, *(v if isinstance(v, list | tuple) and len(v) == 2 else ("=", v))]
        for key, v in pairs
    ]


def is_on(value: Any, default: bool = True) -> bool:
    """A flag of a URL: 0, false, no and off are off."""
    if value is None:
        return default
    return str(value).strip().lower() not in _FALSE


def size_of(value: Any) -> int | None:
    """A list length: 0 or text means all (None); negative is refused."""
    try:
        number = int(value)
    except (TypeError, ValueError):
        return None
    if not 0 <= number <= LONGEST:
        raise ValidationError(translate("A list length must be from 0 to {0}").format(LONGEST))
    return number or None


def list_documents(doctype: str, arguments: AttrDict, size: Any) -> list[Any]:
    """The rows a caller may see. `arguments` as v1, v2 and frappe.client.get_list send them."""
    meta = get_meta(doctype)
    require_listable(meta, arguments.get("parent"))
    fields = parse_fields(arguments.get("fields"))
    rows: list[Any] = query.get_list(
        doctype,
        fields=fields or ["name"],
        filters=parse_filters(arguments.get("filters")),
        or_filters=parse_filters(arguments.get("or_filters"), "or_filters"),
        group_by=arguments.get("group_by") or None,
        order_by=arguments.get("order_by") or None,
        limit_start=size_of(arguments.get("limit_start")) or 0,
        limit_page_length=size_of(size),
        parent_doctype=arguments.get("parent"),
        as_list=not is_on(arguments.get("as_dict")),
        debug=is_on(arguments.get("debug"), default=False),
    )
    return rows


def require_listable(meta: Any, parent: str | None) -> None:
    """A Single has no rows; rows of a child DocType are seen through a parent that the user may
    read."""
    if meta.issingle:
        access.require(meta.name, "read")
        raise ValidationError(translate("{0} is a single record and has no list").format(meta.name))
    if not meta.istable:
        return
    if not parent:
        raise PermissionError(
            translate(
                "{0} is read through the form that holds it: name that form in parent"
            ).format(meta.name)
        )
    if meta.name not in [field.options for field in get_meta(parent).table_fields]:
        raise PermissionError(
            translate("{0} is not a child table of {1}").format(meta.name, parent)
        )
    access.require(parent, "read")
