"""Decides what every page of the website knows: the site's name, the person and menu, files of the apps."""

from __future__ import annotations

from typing import Any

from ristretto import access
from ristretto.context import AttrDict, Context
from ristretto.web.resolve import attribute
from ristretto.web.settings import setting

WEB = "templates/web.html"
BASE = "templates/base.html"


def surroundings(context: Context, route: str) -> AttrDict:
    """The context that a page starts with: settings, hook website_context, site_config website_context."""
    hooks = context.site.get_hooks
    titles = hooks("app_title")
    values = AttrDict(
        route=route,
        path=route,
        pathname=route,
        lang=context.lang,
        user=context.user,
        fullname=_full_name(context),
        app_name=setting("app_name") or (str(titles[-1]) if titles else "Frappe"),
        base_template_path=base_page(context),
        web_include_js=_addresses(hooks("web_include_js")),
        web_include_css=_addresses(hooks("web_include_css")),
        portal_items=portal_items(context) if context.user != "Guest" else [],
    )
    for key, found in hooks("website_context", {}).items():
        values[key] = found[-1] if isinstance(found, list) and found else found
    values.update(context.conf.get("website_context") or {})
    return values


def _full_name(context: Context) -> str:
    rows = context.db.execute("SELECT `full_name` FROM `tabUser` WHERE `name` = ?", (context.user,))
    return str(rows[0][0] or context.user) if rows else str(context.user)


def _addresses(entries: list[Any]) -> list[str]:
    """Hook entries as URLs: absolute ones as they are, bundle names below /assets."""
    found = [str(entry) for entry in entries]
    return [each if each.startswith(("/", "http")) else f"/assets/{each}" for each in found]


def portal_items(context: Context) -> list[AttrDict]:
    """Menu entries of the portal: those without a role, and those of the caller's roles."""
    roles = set(access.roles(context.user))
    hooks = context.site.get_hooks
    listed = [*hooks("standard_portal_menu_items"), *hooks("portal_menu_items")]
    return [AttrDict(each) for each in listed if not each.get("role") or each["role"] in roles]


def base_page(context: Context) -> str:
    """The outermost template: the last app's hook base_template."""
    found = context.site.get_hooks("base_template")
    return str(found[-1]) if found else BASE


def base_template(context: Context, values: AttrDict) -> str:
    """The template that a page without its own stands in: by the hook base_template_map, else the plain one."""
    import re

    for pattern, templates in context.site.get_hooks("base_template_map", {}).items():
        if re.match(pattern, values.route):
            return str(templates[-1])
    return WEB


def update_by_hooks(context: Context, values: AttrDict) -> None:
    """Functions of the hook update_website_context may change the finished context."""
    for path in context.site.get_hooks("update_website_context"):
        changed = attribute(str(path))(values)
        if isinstance(changed, dict):
            values.update(changed)
