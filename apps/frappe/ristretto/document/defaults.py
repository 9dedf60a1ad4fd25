"""Decides what an empty field of a new record starts with."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from ristretto import access
from ristretto.context import current, remembered, request_cached
from ristretto.db.metas import get_meta, table_exists
from ristretto.document.clock import now
from ristretto.meta import Field, Meta
from ristretto.meta import constants as c

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def fill(doc: Any) -> None:
    """Set fields that are None, in the document and its rows; nothing in an import."""
    if doc.__dict__.get("idx") is None:
        doc.__dict__["idx"] = 0
    if current().flags.in_import:
        return
    _fill_one(doc)
    for row in doc.get_all_children():
        _fill_one(row, doc)
        if row.is_new():
            row.__dict__["__unsaved"] = 1


def fill_new_rows(doc: Any) -> None:
    for row in doc.get_all_children():
        if row.is_new():
            _fill_one(row, doc)
            row.__dict__["__unsaved"] = 1


def _fill_one(doc: Any, parent: Any = None) -> None:
    values, meta = doc.__dict__, doc.meta
    user = current().user
    # User Permissions on trees follow records that move without notice; everything else is known to stay.
    kept = request_cached if access.user_permissions(user) else remembered
    for fieldname, value in kept(("defaults", user, meta.name), lambda: _settled(meta)):
        if values.get(fieldname) is None:
            values[fieldname] = value
    for field in meta.chosen(_moves):
        if values.get(field.fieldname) is None:
            value = default_of(field, meta, parent)
            if value is not None:
                values[field.fieldname] = value


def _settled(meta: Meta) -> list[tuple[str, Any]]:
    """Defaults that stay the same whichever record asks."""
    settled = [field for field in meta.chosen(_may_start) if not _moves(field)]
    found = [(field.fieldname, default_of(field, meta)) for field in settled]
    return [(fieldname, value) for fieldname, value in found if value is not None]


def _may_start(field: Field) -> bool:
    """Whether `default_of` can have an answer; other fields start empty whoever asks."""
    kinds = ("Link", "Time", "Select")
    return field.column is not None and (
        field.fieldtype in kinds or field.default not in (None, "")
    )


def _moves(field: Field) -> bool:
    """Whether the default follows the clock or the parent record."""
    text = str(field.default or "").lower()
    moving = field.fieldtype == "Time" or text in ("today", "now") or text.startswith(":")
    return _may_start(field) and moving


def new_values(meta: Meta, parent: Any = None) -> dict[str, Any]:
    """Defaults of a fresh record, as `new_doc` shows them."""
    found = {field.fieldname: default_of(field, meta, parent) for field in meta.chosen(_may_start)}
    title = meta.title_field
    if title and title in found and "{" in str(found[title] or ""):
        found[title] = None
    return {name: value for name, value in found.items() if value is not None}


def default_of(field: Field, meta: Meta, parent: Any = None) -> Any:
    """The starting value of one field, None when it has none."""
    if field.fieldtype == "Link" and field.options != "User" and not field.ignore_user_permissions:
        permitted = permitted_default(field, meta)
        if permitted is not None:
            return permitted
    if field.fieldtype == "Link":
        stored = stored_default(field.fieldname)
        if stored is not None and _may_link(field, stored, meta):
            return stored
    if field.fieldtype == "Time" and field.default is None:
        return now().strftime("%H:%M:%S.%f")
    if field.default not in (None, ""):
        return _static(field, meta, parent)
    if (
        field.fieldtype == "Select"
        and field.options
        and field.options not in ("[Select]", "Loading...")
    ):
        return str(field.options).split("\n")[0].strip()
    return None


def _static(field: Field, meta: Meta, parent: Any) -> Any:
    value = field.default
    text = str(value)
    if text == "__user":
        return current().user
    if text.lower() == "today" and field.fieldtype in ("Date", "Datetime", "Data"):
        return now().strftime("%Y-%m-%d")
    if text.lower() == "now" and field.fieldtype == "Datetime":
        return now()
    if field.fieldtype == "Time":
        return now().strftime("%H:%M:%S.%f")
    if text.startswith(":"):
        return _from_record(field, text[1:], parent)
    if field.fieldtype == "Link" and not _may_link(field, value, meta):
        return None
    return field.fieldtype_obj.cast(value) if field.fieldtype in c.NUMERIC_FIELDTYPES else value


def _from_record(field: Field, doctype: str, parent: Any) -> Any:
    """`:Company`: the same-named field of the record that the parent, else a global default, names."""
    key = doctype.lower().replace(" ", "_")
    name = (
        parent.get(key)
        if parent is not None
        else stored_default(key, parents=("__default", "__global"))
    )
    if not name or not get_meta(doctype).has_field(field.fieldname):
        return None
    rows = current().db.execute(
        f"SELECT `{field.fieldname}` FROM `tab{doctype}` WHERE `name` = ?", (name,)
    )
    return rows[0][0] if rows else None


def permitted_default(field: Field, meta: Meta) -> Any:
    """The permitted value marked as default, or the only one."""
    entries = access.user_permissions(current().user).get(field.options) or []
    return access.allowed_and_default(entries, meta.name)[1]


def _may_link(field: Field, value: Any, meta: Meta) -> bool:
    """Whether User Permissions leave the value open to a new record; those for others do not count."""
    entries = access.user_permissions(current().user).get(field.options) or []
    allowed, _ = access.allowed_and_default(entries, meta.name)
    return not allowed or field.ignore_user_permissions or value in allowed


def stored_default(key: str, parents: tuple[str, ...] | None = None) -> Any:
    """A default kept for the user, else for everybody."""
    if not table_exists("tabDefaultValue"):
        return None
    for parent in parents or (current().user, "__default", "__global"):
        kept = remembered(("stored_defaults", parent), partial(_stored_of, parent))
        if key in kept:
            return kept[key]
    return None


def _stored_of(parent: str) -> dict[str, Any]:
    """{key: value} kept for a user or for everybody; of several values the first."""
    rows = current().db.execute(
        "SELECT `defkey`, `defvalue` FROM `tabDefaultValue` WHERE `parent` = ?", (parent,)
    )
    return dict(reversed(rows))


def set_title(doc: Any) -> None:
    """A title that is a template (`{code} - {name}`) is filled in on each save."""
    if doc.meta.title_field != "title":
        return
    field = doc.meta.field("title")
    template = (field.options or field.default) if field is not None else None
    if not template or "{" not in str(template):
        return
    if field is not None and field.default and not doc.is_new() and not field.options:
        return
    doc.__dict__["title"] = _PLACEHOLDER.sub(lambda m: str(doc.get(m[1]) or ""), str(template))
