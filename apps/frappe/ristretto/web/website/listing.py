"""Decides which path is the list of a DocType for people without the desk, and shows it page by page."""

from __future__ import annotations

from pathlib import Path

from werkzeug.wrappers import Response

from ristretto.context import Context, current
from ristretto.db.metas import doctype_exists, get_meta
from ristretto.web.website.files import render_file_page


def is_listed(doctype: str) -> bool:
    """Whether records of this name have lists: no Single, no rows, no virtual DocType."""
    if not doctype or not doctype_exists(doctype):
        return False
    meta = get_meta(doctype)
    return not (meta.issingle or meta.istable or meta.is_virtual)


def render(context: Context, route: str) -> Response | None:
    """The page `list` with the DocType that the path (or a route rule) names."""
    if not is_listed(route):
        return None
    context.form_dict.doctype = route
    folder = Path(current().site.app_path("frappe")) / "www"
    return render_file_page(context, "frappe", folder, folder / "list.html", route)
