"""Decides which page a path means: route rules with parameters, and the front page of each person."""

from __future__ import annotations

from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from ristretto import access
from ristretto.context import Context
from ristretto.web.resolve import attribute

DESK_OR_LOGIN = ("login", "app", "desk")


def resolve(context: Context, route: str) -> str:
    """The page behind a path; parameters of a rule go into form_dict."""
    path = route.removesuffix(".html") if route.endswith(".html") else route
    for handler in context.site.get_hooks("website_path_resolver"):
        path = str(attribute(str(handler))(path) or path)
    return _from_rules(context, path)


def _from_rules(context: Context, path: str) -> str:
    """The end point of the first matching rule of website_route_rules, else the path itself."""
    listed = context.site.get_hooks("website_route_rules")
    if not listed:
        return path
    map_ = Map([_rule(each) for each in listed], strict_slashes=False)
    try:
        endpoint, arguments = map_.bind("").match(f"/{path}")
    except HTTPException:
        return path
    context.form_dict.update(arguments)
    return str(endpoint)


def _rule(entry: dict[str, Any]) -> Rule:
    """`{from_route, to_route, defaults}` as a rule."""
    return Rule(entry["from_route"], endpoint=entry["to_route"], defaults=entry.get("defaults"))


def home_route(context: Context) -> str | None:
    """Route of the caller's front page by the hooks; None for the desk or the login."""
    found = _home(context)
    return found.strip("/") if found and found.strip("/") not in DESK_OR_LOGIN else None


def _home(context: Context) -> str | None:
    """Hooks in the contract's order: a function, one page for all, a page for a role, home_page."""
    hooks = context.site.get_hooks
    if methods := hooks("get_website_user_home_page"):
        if found := attribute(str(methods[-1]))(context.user):
            return str(found)
    elif pages := hooks("website_user_home_page"):
        return str(pages[-1])
    by_role = hooks("role_home_page", {})
    for role in access.roles(context.user) if by_role else ():
        if role in by_role:
            return str(by_role[role][-1])
    pages = hooks("home_page")
    return str(pages[-1]) if pages else None
