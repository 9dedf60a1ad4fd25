"""Decides whether links lead somewhere, spells them as stored, and fetches values along them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ristretto import errors
from ristretto.context import current
from ristretto.context.messages import throw
from ristretto.context.translate import translate as _
from ristretto.db.metas import doctype_exists, get_meta
from ristretto.document.place import place
from ristretto.meta import Field, Meta


def validate(doc: Any) -> None:
    """Every Link and Dynamic Link of the document and its rows; LinkValidationError names the first places."""
    if doc.flags.ignore_links or doc._action == "cancel":
        return
    missing: list[str] = []
    cancelled: list[str] = []
    for each in (doc, *doc.get_all_children()):
        _validate_one(each, doc, missing, cancelled)
    if missing:
        throw(_("Could not find {0}").format(", ".join(missing)), errors.LinkValidationError)
    if cancelled:
        throw(
            _("Cannot link to a cancelled document: {0}").format(", ".join(cancelled)),
            errors.CancelledLinkError,
        )


def _validate_one(each: Any, doc: Any, missing: list[str], cancelled: list[str]) -> None:
    for field, target in _targets(each):
        value = each.__dict__.get(field.fieldname)
        if value in (None, ""):
            continue
        if not isinstance(value, str | int):
            throw(
                _("{0} must be the name of a record").format(place(each, field)),
                errors.LinkValidationError,
            )
        fetched = each.meta.get_fields_to_fetch(field.fieldname)
        found = _find(target, value, fetched)
        if found is None and isinstance(value, str) and value.endswith(" "):
            found = _find(target, value.rstrip(" "), fetched)
        if found is None:
            missing.append(f"{place(each, field)}: {value}")
            continue
        each.__dict__[field.fieldname] = found["name"]
        if (
            found.get("docstatus") == 2
            and doc.meta.is_submittable
            and field.fieldname != "amended_from"
        ):
            cancelled.append(f"{place(each, field)}: {value}")
        _fetch(each, fetched, found)


def _targets(each: Any) -> Iterator[tuple[Field, str]]:
    for field in each.meta.link_fields:
        if field.options and not field.is_virtual:
            yield field, str(field.options)
    for field in each.meta.dynamic_link_fields:
        target = each.get(field.options)
        if not each.__dict__.get(field.fieldname):
            continue
        if not target:
            throw(_("{0} must be set first").format(_(each.meta.get_label(field.options))))
        if not doctype_exists(target):
            throw(_("{0} is not a form type").format(target))
        yield field, str(target)


def _find(doctype: str, name: Any, fetched: list[Field]) -> dict[str, Any] | None:
    meta = get_meta(doctype)
    if meta.issingle:
        return {"name": doctype} if str(name) == doctype else None
    if meta.is_virtual:
        return _find_virtual(doctype, name)
    columns = ["name", "docstatus", *_source_columns(meta, fetched)]
    selected = ", ".join(f"`{column}`" for column in columns)
    rows = current().db.execute(f"SELECT {selected} FROM `tab{doctype}` WHERE `name` = ?", (name,))
    return dict(zip(columns, rows[0], strict=True)) if rows else None


def _find_virtual(doctype: str, name: Any) -> dict[str, Any] | None:
    from ristretto.document.api import get_doc

    try:
        return dict(get_doc(doctype, name).as_dict())
    except errors.DoesNotExistError:
        return None


def _source_columns(meta: Meta, fetched: list[Field]) -> list[str]:
    names = [field.fetch_from.split(".", 1)[1] for field in fetched]
    return [
        name
        for name in dict.fromkeys(names)
        if name in meta.columns_set and name not in ("name", "docstatus")
    ]


def _fetch(each: Any, fetched: list[Field], found: dict[str, Any]) -> None:
    """`fetch_from` overwrites on each save, `fetch_if_empty` only fills; submitted records stay as they are."""
    for field in fetched:
        source = field.fetch_from.split(".", 1)[1]
        if source not in found:
            continue
        if field.fetch_if_empty and each.__dict__.get(field.fieldname) not in (None, "", 0):
            continue
        if each.docstatus.is_submitted() and not field.allow_on_submit and not each.is_new():
            continue
        each.__dict__[field.fieldname] = found[source]


def find_name(doctype: str, filters: dict[str, Any]) -> Any:
    """Name of the first record that fits, whoever may see it; DoesNotExistError when none does."""
    from ristretto import query

    names = query.get_list(
        doctype, filters=filters, pluck="name", limit_page_length=1, ignore_permissions=True
    )
    if not names:
        raise errors.DoesNotExistError(_("{0} {1} not found").format(_(doctype), filters))
    return names[0]
