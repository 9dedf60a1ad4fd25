"""Decides what a browser sees outside the API: the desk's shell, the login, the pages of apps
(`www/`).

Guests are sent to the login; website users have no desk (403). The root leads to the desk or the
login.
"""

from __future__ import annotations

from urllib.parse import quote

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Request, Response

from ristretto import access
from ristretto.context import Context
from ristretto.context.translate import translate
from ristretto.errors import PermissionError
from ristretto.web import sessions, website
from ristretto.web.resolve import attribute
from ristretto.web.settings import setting
from ristretto.web.shell import render_shell

_GUEST_SHELL = ("login", "update-password")


def respond(context: Context, request: Request) -> Response:
    """The page of a path. Raises NotFound or PermissionError."""
    route = request.path.strip("/")
    if context.response.get("session_expired") and context.cookie_manager:
        context.response.pop("session_expired")
    if route in ("", "index"):
        return _root(context)
    if route == "app" or route.startswith("app/"):
        return _desk(context, request)
    if route in _GUEST_SHELL:
        return _login(context, route)
    return render_route(context, route)


def render_route(context: Context, route: str) -> Response:
    """A page of an app's www folder."""
    response = website.render(context, route)
    if response is None:
        raise NotFound
    return response


def _root(context: Context) -> Response:
    home = website.home_route(context)
    if home:
        return render_route(context, home)
    return _forward("/app" if is_desk_user(context) else "/login")


def is_desk_user(context: Context) -> bool:
    return context.user != "Guest" and access.opens_desk(context.user)


def _desk(context: Context, request: Request) -> Response:
    if context.user == "Guest":
        wanted = request.full_path.rstrip("?")
        return _forward(f"/login?redirect-to={quote(wanted, safe='')}")
    if not is_desk_user(context):
        raise PermissionError(translate("You do not have access to the desk"))
    boot = attribute("frappe.boot.get_bootinfo")()
    token = sessions.csrf_token(context)
    return render_shell(context, boot, token, _title(context))


def _login(context: Context, route: str) -> Response:
    if route == "login" and context.user != "Guest":
        return _forward("/app" if is_desk_user(context) else "/me")
    boot = attribute("frappe.boot.get_guest_bootinfo")()
    return render_shell(context, boot, sessions.csrf_token(context), _title(context))


def _title(context: Context) -> str:
    """Name of the app in the title bar."""
    titles = context.site.get_hooks("app_title")
    return setting("app_name") or (str(titles[-1]) if titles else "Frappe")


def _forward(target: str) -> Response:
    headers = {"Location": target, "Cache-Control": "no-store, no-cache, must-revalidate"}
    return Response(status=301, headers=headers, mimetype="text/html")
