"""Decides what the addresses of a web form show: a new entry, an own one, the list of one's own.

`/route` leads on, `/route/new`, `/route/list`, `/route/<name>` and `/route/<name>/edit` are pages.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from ristretto.context import current
from ristretto.render.environment import render_template
from ristretto.web import sessions
from ristretto.web.settings import setting
from ristretto.web.website.files import answer
from ristretto.web.website.surroundings import surroundings
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

import frappe
from frappe import _
from frappe.core.api.file import get_max_file_size
from frappe.desk.form.meta import hooked_files
from frappe.utils import cint, sanitize_html
from frappe.website.doctype.web_form import entries, links
from frappe.website.doctype.web_form.submission import HONEYPOT
from frappe.website.doctype.web_form.web_form import columns_of
from frappe.website.utils import get_comment_list

SCRIPTS, STYLES = "/web-form-script/", "/web-form-style/"
FORM_PAGE = "frappe/website/doctype/web_form/templates/web_form.html"
LIST_PAGE = "frappe/website/doctype/web_form/templates/web_list.html"
_ROW_KEYS = (
    "fieldname", "fieldtype", "label", "description", "options", "reqd", "read_only", "hidden", "default",
    "max_length", "max_value", "depends_on", "mandatory_depends_on", "read_only_depends_on",
)  # fmt: skip


def render(route: str) -> Response | None:
    """The page of a form, or None when no form knows the path. Raises PermissionError and NotFound."""
    if route.startswith((SCRIPTS[1:], STYLES[1:])):
        return _own_code(route)
    form = _find(route)
    if form is None:
        return None
    rest = route[len(form.route) :].strip("/")
    if not rest:
        return _forward(form, "list" if form.show_list and _is_known(form) else "new")
    if form.login_required and frappe.session.user == "Guest":
        return _redirect(f"/login?redirect-to={quote(f'/{route}', safe='')}")
    if rest == "list":
        return _list_page(form, route) if form.show_list else _forward(form, "new")
    if rest == "new":
        made = entries.only_entry(form)
        return (
            _forward(form, quote(made, safe=""))
            if made
            else _form_page(form, route, None, is_edit=True)
        )
    is_edit = rest.endswith("/edit")
    name = rest.removesuffix("/edit")
    if not frappe.db.exists(form.doc_type, name):
        raise NotFound
    doc = entries.readable(form, name)
    if is_edit and not (form.allow_edit and entries.may(form, name, "write")):
        return _forward(form, quote(name, safe=""))
    return _form_page(form, route, doc, is_edit=is_edit)


def _find(route: str) -> Any:
    """The published form whose route begins the path."""
    if not frappe.db.table_exists("Web Form"):  # newer code, not migrated yet
        return None
    rows = frappe.get_all("Web Form", {"published": 1, "route": ("is", "set")}, ["name", "route"])
    found = [row for row in rows if route == row.route or route.startswith(f"{row.route}/")]
    return (
        frappe.get_doc("Web Form", max(found, key=lambda row: len(row.route)).name)
        if found
        else None
    )


def _is_known(form: Any) -> bool:
    return bool(form.login_required and frappe.session.user != "Guest")


def _forward(form: Any, rest: str) -> Response:
    return _redirect(f"/{form.route}/{rest}")


def _redirect(target: str) -> Response:
    headers = {"Location": target, "Cache-Control": "no-store, no-cache, must-revalidate"}
    return Response(status=301, headers=headers, mimetype="text/html")


def _page(form: Any, route: str, template: str, **more: Any) -> Response:
    context = current()
    values = surroundings(context, route)
    values.csrf_token = sessions.csrf_token(context)
    values.update(
        form=form,
        title=form.meta_title or form.title,
        description=form.meta_description,
        banner=form.banner_image,
        style=_address(STYLES, form, _code(form, "custom_css")),
        **more,
    )
    return answer(context, render_template(template, values, is_path=True), values)


def _form_page(form: Any, route: str, doc: Any, *, is_edit: bool) -> Response:
    settings = {
        "web_form": form.name,
        "route": form.route,
        "doctype": form.doc_type,
        "name": doc.name if doc else None,
        "is_edit": is_edit,
        "fields": [_row(form, row, doc) for row in form.web_form_fields],
        "values": _values(form, doc),
        "button": _(form.button_label or "Save"),
        "success": _success(form),
        "csrf_token": sessions.csrf_token(current()),
        "honeypot": HONEYPOT,
        "max_bytes": cint(form.max_attachment_size) * 1024 * 1024 or get_max_file_size(),
        "texts": texts(),
    }
    can = {
        "edit": bool(
            doc and not is_edit and form.allow_edit and entries.may(form, doc.name, "write")
        ),
        "delete": bool(doc and form.allow_delete and doc.owner == frappe.session.user),
        "list": bool(form.show_list and _is_known(form)),
        "print": bool(doc and form.allow_print and doc.has_permission("print")),
    }
    return _page(
        form,
        route,
        FORM_PAGE,
        settings=Markup(
            json.dumps(settings, default=str, ensure_ascii=False).replace("<", "\\u003c")
        ),
        introduction=Markup(sanitize_html(form.introduction_text or "", always_sanitize=True)),
        script=_address(SCRIPTS, form, _code(form, "client_script")),
        doc=doc,
        can=can,
        comments=get_comment_list(form.doc_type, doc.name) if doc and form.allow_comments else [],
        files=_files(form, doc) if doc and form.show_attachments else [],
        parents=[{"route": f"{form.route}/list", "title": _(form.list_title or form.title)}]
        if can["list"]
        else None,
    )


def _row(form: Any, row: Any, doc: Any) -> dict[str, Any]:
    """What the page script needs of a field; words in the visitor's language."""
    found = {key: row.get(key) for key in _ROW_KEYS if row.get(key) not in (None, "", 0)}
    field = frappe.get_meta(form.doc_type).get_field(row.fieldname) if row.fieldname else None
    for key in ("label", "description"):
        if found.get(key):
            found[key] = _(found[key])
    if row.fieldtype == "Link" and row.options:
        found["choices"] = [
            [str(each.value), str(each.get("label") or each.value)]
            for each in links.choices(form, row)
        ]
    elif row.fieldtype == "Select":
        options = str(row.options or "").split("\n")
        found["choices"] = [[each.strip(), _(each.strip())] for each in options if each.strip()]
    elif row.fieldtype == "Table" and row.options:
        columns = [each for each in columns_of(row.options) if not int(each.get("permlevel") or 0)]
        found["columns"] = [_column(each) for each in columns if not each.get("read_only")]
    elif row.fieldtype == "HTML":
        found["options"] = sanitize_html(row.options or "", always_sanitize=True)
    if field and field.fieldtype == "Data" and field.options:
        found["kind"] = field.options
    return found


def _column(field: Any) -> dict[str, Any]:
    found = {key: field.get(key) for key in ("fieldname", "fieldtype", "reqd")}
    found["label"] = _(field.get("label") or field["fieldname"])
    if field["fieldtype"] == "Select":
        options = str(field.get("options") or "").split("\n")
        found["choices"] = [[each.strip(), _(each.strip())] for each in options if each.strip()]
    return found


def _values(form: Any, doc: Any) -> dict[str, Any]:
    """The values of the form's own fields, and no others."""
    if doc is None:
        return {}
    plain = doc.as_dict()
    names = [row.fieldname for row in form.web_form_fields if row.fieldname]
    return {
        name: plain.get(name) for name in names if frappe.get_meta(form.doc_type).has_field(name)
    }


def _success(form: Any) -> dict[str, Any]:
    return {
        "title": _(form.success_title or "") or _("Thank you"),
        "message": _(form.success_message or "") or _("Your answer was received."),
        "url": form.success_url if str(form.success_url or "").startswith(("/", "http")) else None,
        "again": bool(not form.login_required or form.allow_multiple),
    }


def _files(form: Any, doc: Any) -> list[Any]:
    filters = {"attached_to_doctype": form.doc_type, "attached_to_name": doc.name}
    if not entries.may(form, doc.name, "write"):
        filters["is_private"] = 0
    return list(frappe.get_all("File", filters, ["file_name", "file_url", "file_size"]))


def _list_page(form: Any, route: str) -> Response:
    start = max(0, cint(frappe.form_dict.get("start")))
    columns = _list_columns(form)
    rows, more = entries.rows(form, [each["fieldname"] for each in columns], start)
    shown = [[_shown(row.get(each["fieldname"]), each) for each in columns] for row in rows]
    return _page(
        form,
        route,
        LIST_PAGE,
        list_title=_(form.list_title or form.title),
        columns=columns,
        rows=[
            {"address": f"/{form.route}/{quote(str(row.name), safe='')}", "cells": cells}
            for row, cells in zip(rows, shown, strict=True)
        ],
        next_start=start + entries.PAGE if more else None,
        previous_start=max(0, start - entries.PAGE) if start else None,
        may_add=bool(form.allow_multiple or not rows),
    )


def _list_columns(form: Any) -> list[dict[str, Any]]:
    """The chosen columns, else what stands in lists; never one above the reader's level."""
    meta = frappe.get_meta(form.doc_type)
    chosen = [{"fieldname": row.fieldname, "label": row.label} for row in form.list_columns]
    found = []
    for each in chosen or columns_of(form.doc_type):
        field = meta.get_field(each["fieldname"])
        if field and (int(field.permlevel or 0) or field.fieldtype in frappe.model.table_fields):
            continue
        label = each.get("label") or (field.label if field else each["fieldname"])
        found.append(
            {
                "fieldname": each["fieldname"],
                "label": _(label),
                "fieldtype": field.fieldtype if field else "Data",
            }
        )
    return found


def _shown(value: Any, column: dict[str, Any]) -> str:
    if column["fieldtype"] == "Check":
        return _("Yes") if value else _("No")
    if column["fieldtype"] == "Select":
        return _(str(value or ""))
    return str(
        frappe.format(value, {"fieldtype": column["fieldtype"]}) if value not in (None, "") else ""
    )


def _address(kind: str, form: Any, text: str | None) -> str | None:
    """Where the form's own code is, with its version: a strict policy allows none inside the page."""
    if not str(text or "").strip():
        return None
    version = hashlib.sha256(str(text).encode()).hexdigest()[:12]
    return f"{kind}{quote(form.name, safe='')}?v={version}"


def _code(form: Any, key: str) -> str:
    """What the form says itself, and before it what apps add to the forms of its DocType."""
    hook = "webform_include_js" if key == "client_script" else "webform_include_css"
    files = [file for file in hooked_files(hook, form.doc_type) if file.is_file()]
    parts = [file.read_text(encoding="utf-8") for file in files]
    return "\n".join([*parts, str(form.get(key) or "")])


def _own_code(route: str) -> Response:
    kind, _slash, name = route.partition("/")
    key, mimetype = (
        ("client_script", "text/javascript")
        if kind == SCRIPTS.strip("/")
        else ("custom_css", "text/css")
    )
    if not frappe.db.exists("Web Form", {"name": name, "published": 1}):
        raise NotFound
    text = _code(frappe.get_doc("Web Form", name), key)
    if not text.strip():
        raise NotFound
    response = Response(str(text), mimetype=mimetype)
    response.headers["Cache-Control"] = (
        "private, max-age=31536000, immutable" if frappe.form_dict.get("v") else "no-cache"
    )
    return response


def texts() -> dict[str, str]:
    """The words of the page script."""
    return {
        "required": _("Please fill in this field."),
        "summary": _("Some fields still need to be filled in:"),
        "choose": _("Choose…"),
        "add": _("Add a row"),
        "remove": _("Remove row"),
        "row": _("Row"),
        "too_large": _("The file is too large."),
        "kept": _("Current file"),
        "clear": _("Clear"),
        "sign": _("Sign here with mouse, pen or finger"),
        "failed": _("The form was not sent. Check the connection, then try again."),
        "again": _("Fill in another one"),
        "sending": _("Sending…"),
        "delete": _("Delete this entry for good?"),
        "yes": _("Yes"),
        "no": _("No"),
        "site": str(setting("app_name") or ""),
    }
