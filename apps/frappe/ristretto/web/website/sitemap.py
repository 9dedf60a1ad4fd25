"""Decides what search engines are told: /sitemap.xml with the pages open to everybody, and /robots.txt."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from werkzeug.wrappers import Response

from ristretto.context import Context
from ristretto.db.metas import get_meta
from ristretto.web.resolve import attribute
from ristretto.web.website import files, record_page
from ristretto.web.website import source as sources

_LEFT_OUT = {"printview", "message", "me", "404", "error", "list"}


def render(context: Context, route: str) -> Response | None:
    if route == "robots.txt":
        text = str(context.conf.get("robots_txt") or "User-agent: *\nDisallow: /\n")
        return Response(text, mimetype="text/plain")
    if route != "sitemap.xml":
        return None
    get_url = attribute("frappe.utils.get_url")
    links = (f"<url><loc>{escape(get_url('/' + each))}</loc></url>" for each in routes(context))
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{space}">{"".join(links)}</urlset>\n'
    return Response(body, mimetype="application/xml")


def routes(context: Context) -> list[str]:
    """Pages and records that a guest may open, each once."""
    return list(dict.fromkeys([*_pages(context), *_records(context)]))


def _pages(context: Context) -> Iterator[str]:
    for app, folder in files.places(context):
        for path in sorted(folder.rglob("*")):
            if path.suffix not in (".html", ".md"):
                continue
            module = files.controller(context, app, path)
            values = {**sources.read(path).values, **(vars(module) if module else {})}
            route = path.relative_to(folder).with_suffix("").as_posix().removesuffix("/index")
            if (
                route not in _LEFT_OUT
                and values.get("sitemap", 1)
                and not values.get("login_required")
            ):
                yield route


def _records(context: Context) -> Iterator[str]:
    for doctype in record_page.web_doctypes(context):
        meta, published = get_meta(doctype), record_page.condition_field(doctype)
        if not meta.allow_guest_to_view or "route" not in meta.columns_set:
            continue
        where = f" AND `{published}` = 1" if published else ""
        sql = f"SELECT `route` FROM `tab{doctype}` WHERE COALESCE(`route`, '') <> ''{where} ORDER BY `route`"
        yield from (str(row[0]) for row in context.db.execute(sql))
