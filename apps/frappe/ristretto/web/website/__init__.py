"""Decides what a browser sees outside the desk: redirects, route rules, then the first renderer that knows the path.

Order: an app's own renderer (hook page_renderer), a plain file or page below `www/` or `templates/pages/`, a web form,
a record with a web view, the list of a DocType, the print of a record. The last installed app wins.
"""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Response

from ristretto.context import Context
from ristretto.web.resolve import attribute
from ristretto.web.website import files, listing, record_page, redirects, rules, sitemap
from ristretto.web.website.files import render_file_page

__all__ = ["home_route", "render", "render_file_page"]

home_route = rules.home_route


def render(context: Context, route: str) -> Response | None:
    """The answer of a path, or None when nobody knows it. Raises PermissionError for pages that need a login."""
    if moved := redirects.find(context, route):
        return moved
    route = rules.resolve(context, route)
    for renderer in (
        _custom,
        files.render,
        sitemap.render,
        _web_form,
        record_page.render,
        listing.render,
        _print,
    ):
        response = renderer(context, route)
        if response is not None:
            return response
    return None


def _custom(context: Context, route: str) -> Response | None:
    """The hook page_renderer: classes with can_render() and render(), made with the path."""
    for path in context.site.get_hooks("page_renderer"):
        renderer: Any = attribute(str(path))(route, None)
        if renderer.can_render():
            answer = renderer.render()
            return (
                answer if isinstance(answer, Response) else Response(answer, mimetype="text/html")
            )
    return None


def _web_form(_context: Context, route: str) -> Response | None:
    """A form for people outside the desk; the framework's own DocType decides about it."""
    answer: Response | None = attribute("frappe.website.page_renderers.web_form.render")(route)
    return answer


def _print(context: Context, route: str) -> Response | None:
    """`/<DocType>/<name>`: the print of a record that the caller may read."""
    doctype, _slash, name = route.partition("/")
    if not name or not listing.is_listed(doctype):
        return None
    if not context.db.execute(f"SELECT 1 FROM `tab{doctype}` WHERE `name` = ?", (name,)):
        return None
    context.form_dict.update(doctype=doctype, name=name)
    return files.render(context, "printview")
