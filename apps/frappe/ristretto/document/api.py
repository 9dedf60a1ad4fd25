"""Decides how code gets documents: stored ones, new ones, copies."""

from __future__ import annotations

from typing import Any

from ristretto import errors
from ristretto.context import current
from ristretto.db.metas import get_meta
from ristretto.document import defaults
from ristretto.document.base import BaseDocument
from ristretto.document.controllers import get_controller


def get_doc(*args: Any, **kwargs: Any) -> Any:
    """`get_doc(doctype, name | filters)`, `get_doc(dict)`, `get_doc(doctype=..., ...)`, `get_doc(document)`."""
    if args and isinstance(args[0], BaseDocument):
        return args[0]
    if args and isinstance(args[0], str):
        doctype = args[0]
        if len(args) > 1 or "name" in kwargs:
            name = args[1] if len(args) > 1 else kwargs["name"]
            return get_controller(doctype)(
                doctype, name if name is not None else "", for_update=bool(kwargs.get("for_update"))
            )
        return get_controller(doctype)(doctype, doctype)  # a Single; others have no such record
    values = args[0] if args else kwargs
    if not isinstance(values, dict) or not isinstance(values.get("doctype") or None, str):
        raise errors.ValidationError("get_doc: 'doctype' is required")
    return get_controller(values["doctype"])(values)


def get_cached_doc(doctype: str, name: Any = None) -> Any:
    """The same document object for the length of the request; do not change it."""
    key = (doctype, str(name if name is not None else doctype))
    cache = current().document_cache
    if key not in cache:
        cache[key] = get_doc(doctype, name if name is not None else doctype)
    return cache[key]


def new_doc(
    doctype: str,
    parent_doc: Any = None,
    parentfield: str | None = None,
    as_dict: bool = False,
    **values: Any,
) -> Any:
    """A new document with its defaults, not stored."""
    meta = get_meta(doctype)
    doc = get_controller(doctype)({"doctype": doctype, **defaults.new_values(meta, parent_doc)})
    doc.__dict__.update({"__islocal": 1, "owner": current().user, "docstatus": doc.docstatus})
    if meta.issingle:
        doc.__dict__["name"] = doctype
    if parent_doc is not None:
        doc.__dict__.update(
            parent=parent_doc.name,
            parenttype=parent_doc.doctype,
            parentfield=parentfield,
            _parent_doc=parent_doc,
        )
    doc.update(values)
    if as_dict:
        out = doc.as_dict()
        out["__islocal"] = 1
        return out
    return doc


_COPY_CLEARED = (
    "name",
    "owner",
    "creation",
    "modified",
    "modified_by",
    "amended_from",
    "amendment_date",
)


def copy_doc(doc: Any, ignore_no_copy: bool = True) -> Any:
    """A new, unsaved copy; with `ignore_no_copy=False` fields marked no_copy are left out."""
    values = doc if isinstance(doc, dict) else doc.as_dict()
    copy = get_doc(
        {key: value for key, value in values.items() if key not in ("__islocal", "__onload")}
    )
    cleared = [*_COPY_CLEARED, *([] if current().flags.in_test else ["docstatus"])]
    for each in (copy, *copy.get_all_children()):
        each.__dict__["__islocal"] = 1
        for key in (*cleared, *(("parent",) if each is not copy else ())):
            each.__dict__[key] = None
        if not ignore_no_copy:
            for field in each.meta.fields:
                if field.no_copy:
                    each.__dict__[field.fieldname] = (
                        [] if field.fieldtype in ("Table", "Table MultiSelect") else None
                    )
    copy.__dict__["__islocal"] = 1
    return copy


def get_last_doc(
    doctype: str, filters: Any = None, order_by: str = "creation desc", *, for_update: bool = False
) -> Any:
    """The newest document that fits, whoever may see it; DoesNotExistError when there is none."""
    from ristretto import query
    from ristretto.document.document import not_found

    names = query.get_list(
        doctype,
        filters=filters,
        pluck="name",
        limit_page_length=1,
        order_by=order_by,
        ignore_permissions=True,
    )
    if not names:
        raise not_found(doctype, filters or "")
    return get_doc(doctype, names[0], for_update=for_update)
