"""Decides which file of an app is a page: `<app>/www/<route>.html|.md` or `<route>/index.html`,
last installed app first.

A sibling module may offer `get_context(context)`, `no_cache` and `login_required`; templates see
the context and the
request. Generic website features (page builder, blog) are not part of this runtime.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from ristretto.context import AttrDict, Context
from ristretto.context.translate import translate
from ristretto.errors import PermissionError, Redirect
from ristretto.render.environment import render_template
from ristretto.web import sessions
from ristretto.web.assets import inside, mimetype_of

_PAGE_SUFFIXES = (".html", "/index.html")
_RAW_SUFFIXES = (".txt", ".xml", ".json", ".webmanifest", ".js", ".css", ".svg", ".png", ".ico")


def render(context: Context, route: str) -> Response | None:
    """The page, or None when no app has it. Raises PermissionError for pages that need a login."""
    for app in reversed(context.site.installed_apps or ["frappe"]):
        folder = context.site.app_path(app) / "www"
        page = find_page(folder, route)
        if page is not None:
            return _render_page(context, app, folder, page, route)
        raw = inside(folder, route) if route.endswith(_RAW_SUFFIXES) else None
        if raw is not None:
            return Response(raw.read_bytes(), mimetype=mimetype_of(raw.name))
    return None


def home_route(context: Context) -> str | None:
    """Route of the front page that an app's hook `home_page` names; None for the desk or the
    login."""
    hooks = context.site.get_hooks("home_page")
    return str(hooks[-1]) if hooks and str(hooks[-1]) not in ("login", "app", "desk") else None


def find_page(folder: Path, route: str) -> Path | None:
    for suffix in _PAGE_SUFFIXES:
        if found := inside(folder, f"{route}{suffix}"):
            return found
    return None


def _render_page(context: Context, app: str, folder: Path, page: Path, route: str) -> Response:
    module = _controller(app, folder, page)
    if module and getattr(module, "login_required", False) and context.user == "Guest":
        raise PermissionError(translate("Please sign in to see this page"))
    values = AttrDict(
        route=route, path=route, title=page.stem, lang=context.lang, user=context.user
    )
    values.csrf_token = sessions.csrf_token(context)
    values.update(context.response.get("context") or {})
    try:
        values.update(_page_values(module, values))
    except Redirect:
        return redirect(str(context.flags.redirect_location or "/"), 302, Response)
    html = render_template(f"www/{page.relative_to(folder).as_posix()}", values)
    response = Response(
        html,
        status=int(values.http_status_code or context.response.get("http_status_code") or 200),
        mimetype="text/html",
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _page_values(module: ModuleType | None, values: AttrDict) -> dict[str, Any]:
    function = getattr(module, "get_context", None)
    if function is None:
        return {}
    returned = function(values)
    return returned if isinstance(returned, dict) else {}


def _controller(app: str, folder: Path, page: Path) -> ModuleType | None:
    """The Python module beside a template (`my-page.html` -> `<app>.www.my_page`)."""
    path = page.with_name(f"{page.stem.replace('-', '_')}.py")
    if not path.is_file():
        return None
    parts = path.relative_to(folder).with_suffix("").parts
    return import_module(".".join((app, "www", *parts)))
