"""The list of a DocType for people without the desk; its module may offer `get_list_context(context)`.

The context may bring: title, introduction, get_list, filters, order_by, row_template, allow_guest, no_result_message.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.modules import load_doctype_module
from ristretto.web.listing import size_of
from ristretto.web.website.record_page import condition_field

no_cache = 1
LENGTH = 20
_NO_FILTERS = (
    "doctype",
    "txt",
    "limit",
    "limit_start",
    "limit_page_length",
    "pathname",
    "cmd",
    "search",
)
_ROW = "templates/includes/list/row_template.html"


def get_context(context: Any, **dict_params: Any) -> None:
    frappe.form_dict.update(dict_params)
    doctype = str(frappe.form_dict.doctype)
    context.update(parents=[{"route": "me", "title": _("My Account")}], title=_(doctype))
    context.update(meta=frappe.get_meta(doctype), doctype=doctype)
    context.update(get_list_context(context, doctype) or {})
    context.txt = frappe.form_dict.txt
    context.update(get(**{**frappe.form_dict, "doctype": doctype}))


@frappe.whitelist(allow_guest=True)
@frappe.read_only()
def get(
    doctype: str,
    txt: str | None = None,
    limit_start: Any = 0,
    limit: Any = LENGTH,
    pathname: str | None = None,
    **kwargs: Any,
) -> dict[str, Any]:
    """One page of rows as HTML, and whether there are more."""
    start, length = size_of(limit_start) or 0, size_of(limit) or LENGTH
    rows = get_list_data(doctype, txt, start, limit=length + 1, **kwargs)
    context = frappe.flags.list_context
    path = (pathname or context.pathname or doctype).strip("/ ")
    return {
        "raw_result": frappe.as_json(
            [row.as_dict() if isinstance(row, Document) else row for row in rows[:length]]
        ),
        "result": [_row(doctype, row, path, context) for row in rows[:length]],
        "show_more": len(rows) > length,
        "next_start": start + length,
    }


def _row(doctype: str, row: Any, path: str, context: Any) -> str:
    """One row by the context's row template. The list engine has found it: the caller may see it."""
    meta = frappe.get_meta(doctype)
    doc = row if isinstance(row, Document) else frappe.get_doc(doctype, row.name)
    doc.apply_fieldlevel_read_permissions()
    values = frappe._dict(doc=doc, meta=meta, pathname=path)
    values.list_view_fields = [field for field in meta.fields if field.in_list_view][:4]
    values.update({key: value for key, value in context.items() if key not in ("doc", "meta")})
    values.route = doc.get("route") or f"{path}/{frappe.utils.quoted(doc.name)}"
    return str(frappe.render_template(context.row_template or _ROW, values, is_path=True))


@frappe.whitelist(allow_guest=True)
@frappe.read_only()
def get_list_data(
    doctype: str,
    txt: str | None = None,
    limit_start: Any = 0,
    fields: Any = None,
    limit: Any = LENGTH,
    web_form_name: str | None = None,
    **kwargs: Any,
) -> list[Any]:
    """Rows of the portal's list: the context's own function, else what the caller may see."""
    meta = frappe.get_meta(doctype)
    if meta.istable:
        frappe.throw(_("Child DocTypes are not allowed"), title=_("Invalid DocType"))
    context = get_list_context(frappe._dict(), doctype)
    frappe.flags.list_context = context
    filters = prepare_filters(doctype, None, kwargs)
    filters.update(context.filters or {})
    arguments = {
        "doctype": doctype,
        "txt": txt or frappe.form_dict.search,
        "filters": filters,
        "limit_start": size_of(limit_start) or 0,
        "limit_page_length": size_of(limit) or LENGTH,
        "order_by": context.order_by or "modified desc",
    }
    if context.get_list:
        return list(context.get_list(**arguments))
    # A list that its DocType or its module opens to guests is open to all.
    opened = bool(context.allow_guest or meta.allow_guest_to_view)
    return get_list(**arguments, ignore_permissions=opened)


def prepare_filters(doctype: str, controller: Any, kwargs: dict[str, Any]) -> Any:
    """What the address asks for, of fields that there are; only published records."""
    meta = frappe.get_meta(doctype)
    asked = {
        key: frappe.utils.safe_json_loads(value) if isinstance(value, str) else value
        for key, value in kwargs.items()
        if key not in _NO_FILTERS and key in _open_fields(meta)
    }
    if published := condition_field(doctype):
        asked[published] = 1
    return frappe._dict(asked)


def _open_fields(meta: Any) -> list[str]:
    """Columns that everybody who sees a record may see: no higher level, no secret."""
    return [
        field.fieldname
        for field in meta.fields
        if field.column is not None and not field.permlevel and field.fieldtype != "Password"
    ]


def get_list_context(context: Any, doctype: str, web_form_name: str | None = None) -> Any:
    """The context with what the DocType's module says about its list."""
    context = frappe._dict(context or {})
    if not frappe.get_meta(doctype).custom:
        module = load_doctype_module(doctype)
        if hasattr(module, "get_list_context"):
            context.update(module.get_list_context(context) or {})
    return context


def get_list(
    doctype: str,
    txt: str | None,
    filters: Any,
    limit_start: int,
    limit_page_length: int = LENGTH,
    ignore_permissions: bool = False,
    fields: Any = None,
    order_by: str | None = None,
) -> list[Any]:
    """Rows whose search fields (or names) hold the text."""
    meta = frappe.get_meta(doctype)
    searched = meta.get_search_fields() if txt else []
    return list(
        frappe.get_list(
            doctype,
            fields=fields or ["name", "modified", *_open_fields(meta)],
            filters=filters or {},
            or_filters=[[doctype, each, "like", f"%{txt}%"] for each in searched] or None,
            limit_start=limit_start,
            limit_page_length=limit_page_length,
            ignore_permissions=ignore_permissions,
            order_by=order_by,
        )
    )
