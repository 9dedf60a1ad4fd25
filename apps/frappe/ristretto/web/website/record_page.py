"""Decides which record a path shows: DocTypes with a web view, by their route, when published and permitted."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Response

from ristretto import access
from ristretto.context import AttrDict, Context
from ristretto.context.translate import translate
from ristretto.db.metas import get_meta
from ristretto.document import get_doc
from ristretto.document.controllers import get_controller
from ristretto.errors import PermissionError
from ristretto.render.environment import render_template
from ristretto.web import sessions
from ristretto.web.resolve import attribute
from ristretto.web.website.files import answer
from ristretto.web.website.surroundings import surroundings, update_by_hooks


def render(context: Context, route: str) -> Response | None:
    """The record's page. Raises PermissionError when the caller may not see it."""
    found = find(context, route)
    if found is None:
        return None
    doc = get_doc(*found)
    if not is_visible(doc):
        raise PermissionError(translate("You may not see this page"))
    values = surroundings(context, route)
    values.csrf_token = sessions.csrf_token(context)
    values.update(doc.as_dict(), doc=doc)
    values.update(_page_info(doc))
    if hasattr(doc, "get_context"):
        returned = doc.get_context(values)
        values.update(returned if isinstance(returned, dict) else {})
    update_by_hooks(context, values)
    return answer(context, render_template(template_of(doc, values), values, is_path=True), values)


def web_doctypes(context: Context) -> list[str]:
    """DocTypes whose records are pages: by definition, and by the hook website_generators."""
    rows = context.db.execute("SELECT `name` FROM `tabDocType` WHERE `has_web_view` = 1")
    named = context.site.get_hooks("website_generators")
    return list(dict.fromkeys([*(row[0] for row in rows), *map(str, named)]))


def find(context: Context, route: str) -> tuple[str, str] | None:
    """(DocType, name) of the published record with this route."""
    for doctype in web_doctypes(context):
        meta = get_meta(doctype)
        if "route" not in meta.columns_set:
            continue
        published = condition_field(doctype)
        sql = f"SELECT `name` FROM `tab{doctype}` WHERE `route` = ?"
        if published and published in meta.columns_set:
            sql += f" AND `{published}` = 1"
        if rows := context.db.execute(sql, (route,)):
            return doctype, str(rows[0][0])
    return None


def condition_field(doctype: str) -> str | None:
    """The field that publishes: of the definition, else of the controller."""
    meta = get_meta(doctype)
    website = getattr(get_controller(doctype), "website", None)
    own = website.get("condition_field") if isinstance(website, dict) else None
    return meta.is_published_field or own or None


def is_visible(doc: Any) -> bool:
    """Open to guests by definition, else by a right or by the hook has_website_permission."""
    return bool(
        doc.meta.allow_guest_to_view
        or access.has_permission(doc.doctype, "read", doc)
        or attribute("frappe.has_website_permission")(doc)
    )


def _page_info(doc: Any) -> dict[str, Any]:
    if hasattr(doc, "get_page_info"):
        return dict(doc.get_page_info())
    return {"title": doc.get_title() or doc.name}


def template_of(doc: Any, values: AttrDict) -> str:
    """The context's own template, else `<doctype>/templates/<doctype>.html` beside the controller."""
    if values.template:
        return str(values.template)
    from ristretto.context import current, scrub

    module, name = scrub(doc.meta.module), scrub(doc.doctype)
    app = current().site.module_app[module]
    return f"{app}/{module}/doctype/{name}/templates/{name}.html"
