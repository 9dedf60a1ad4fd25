"""Decides which file of an app is a page: `<route>.html|.md` or `<route>/index.html|.md`, in www/ or templates/pages/.

A sibling module may offer `get_context(context)`, `no_cache`, `login_required`, `sitemap`, `base_template_path`.
Scripts and styles of the same name beside a page are linked from it; other files below `www/` are sent as they are.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from ristretto.context import AttrDict, Context
from ristretto.context.translate import translate
from ristretto.errors import PermissionError, Redirect
from ristretto.render.environment import render_source
from ristretto.web import sessions
from ristretto.web.assets import inside, mimetype_of
from ristretto.web.website import source as sources
from ristretto.web.website.surroundings import base_template, surroundings, update_by_hooks

FOLDERS = ("www", "templates/pages")
PAGE_SUFFIXES = (".html", ".md", "/index.html", "/index.md")
PROPERTIES = ("base_template_path", "template", "no_cache", "sitemap", "title")


def render(context: Context, route: str) -> Response | None:
    """The page or plain file of a path; None when no app has it."""
    for app, folder in places(context):
        page = find_page(folder, route)
        if page is not None:
            return render_file_page(context, app, folder, page, route)
        plain = inside(folder, route) if "." in route.rsplit("/", 1)[-1] else None
        if plain is not None and plain.suffix not in (".py", ".pyc", ".html", ".md"):
            return Response(plain.read_bytes(), mimetype=mimetype_of(plain.name))
    return None


def places(context: Context) -> Iterator[tuple[str, Path]]:
    """(app, folder) where pages lie, the last installed app first."""
    for app in reversed(context.site.installed_apps or ["frappe"]):
        for name in FOLDERS:
            folder = Path(context.site.app_path(app)) / name
            if folder.is_dir():
                yield app, folder


def find_page(folder: Path, route: str) -> Path | None:
    for suffix in PAGE_SUFFIXES:
        if found := inside(folder, f"{route}{suffix}"):
            return found
    return None


def render_file_page(context: Context, app: str, folder: Path, page: Path, route: str) -> Response:
    """A page with its context. Raises PermissionError for one that needs a login."""
    module = controller(context, app, page)
    if module and getattr(module, "login_required", False) and context.user == "Guest":
        raise PermissionError(translate("Please sign in to see this page"))
    source = sources.read(page)
    values = surroundings(context, route)
    values.update(name=page.stem, **source.values)
    values.update({key: getattr(module, key) for key in PROPERTIES if hasattr(module, key)})
    _link_neighbours(values, page, route)
    values.csrf_token = sessions.csrf_token(context)
    values.update(context.response.get("context") or {})
    try:
        values.update(_page_values(module, values))
    except Redirect:
        return redirect(str(context.flags.redirect_location or "/"), 302, Response)
    update_by_hooks(context, values)
    values.title = values.title or page.stem
    base = values.base_template or base_template(context, values)
    html = render_source(sources.in_base(source.text, base), values, page.with_suffix(".html").name)
    return answer(context, html, values)


def answer(context: Context, html: str, values: AttrDict) -> Response:
    """The finished page: it may show who is signed in, so that no shared cache may keep it."""
    status = int(values.http_status_code or context.response.get("http_status_code") or 200)
    response = Response(html, status=status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


def _link_neighbours(values: AttrDict, page: Path, route: str) -> None:
    """Addresses of `page.js` and `page.css` beside the page; a strict policy allows no inline script."""
    base = f"{route}/index" if page.stem == "index" and not route.endswith("index") else route
    for key, suffix in (("page_script", ".js"), ("page_style", ".css")):
        values[key] = f"/{base}{suffix}" if page.with_suffix(suffix).is_file() else None


def _page_values(module: ModuleType | None, values: AttrDict) -> dict[str, Any]:
    function = getattr(module, "get_context", None)
    if function is None:
        return {}
    returned = function(values) if inspect.signature(function).parameters else function()
    return returned if isinstance(returned, dict) else {}


def controller(context: Context, app: str, page: Path) -> ModuleType | None:
    """The Python module beside a template (`my-page.html` -> `<app>.www.my_page`)."""
    path = page.with_name(f"{page.stem.replace('-', '_')}.py")
    if not path.is_file():
        return None
    parts = path.relative_to(Path(context.site.app_path(app))).with_suffix("").parts
    return import_module(".".join((app, *parts)))
