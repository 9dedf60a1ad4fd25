"""Who is asking and on which site: init, connect, users, roles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ristretto import access, errors
from ristretto.context import AttrDict, Context, Site, bind, current, has_context, unbind
from ristretto.context.messages import throw
from ristretto.context.translate import translate as _
from ristretto.db import pool, stamps
from ristretto.db.connect import close_context, open_context
from ristretto.site import config

from frappe._local import local

_sites: dict[str, Site] = {}


def get_site(name: str, sites_path: str | Path = ".") -> Site:
    """The handle of a site, one per process."""
    path = Path(sites_path).resolve() / name
    if not (path / "site_config.json").exists():
        raise errors.IncorrectSitePath(f"Site {name} does not exist")
    key = str(path)
    if key not in _sites:
        _sites[key] = Site(name, path.parent)
    return _sites[key]


def init(
    site: str, sites_path: str | Path = ".", new_site: bool = False, force: bool = False
) -> None:
    """Bind a context for a site, without a database yet."""
    if has_context() and not force and current().site.name == site:
        return
    handle = Site(site, sites_path) if new_site else get_site(site, sites_path)
    if not handle.installed_apps:
        handle.set_installed_apps(["frappe"])
    bind(Context(handle, None, "Guest"))


def connect(
    site: str | None = None, db_name: str | None = None, set_admin_as_user: bool = True
) -> None:
    """Open the database of the bound (or named) site."""
    if site:
        init(site)
    context = current()
    if context.db is None:
        context.db = pool.checkout(context.site)
        stamps.refresh(context)
    if set_admin_as_user:
        context.set_user("Administrator")


def open_site(site: Site, user: str = "Administrator") -> Context:
    """A connected context in one step."""
    return open_context(site, user)


def destroy() -> None:
    """Give the connection back (uncommitted changes are rolled back) and unbind."""
    if not has_context():
        return
    if current().db is not None:
        close_context(current())
    else:
        unbind()


def set_user(username: str) -> None:
    """Act as another user in this context."""
    current().set_user(username)


def get_roles(username: str | None = None) -> list[str]:
    return list(access.roles(username or current().user))


def get_user() -> Any:
    from frappe.utils.user import UserPermissions

    return UserPermissions(current().user)


def only_for(roles: Any, message: bool = False) -> None:
    """PermissionError unless the user has one of the roles; tests pass."""
    context = current()
    if context.flags.in_test or context.user == "Administrator":
        return
    wanted = {roles} if isinstance(roles, str) else set(roles)
    if wanted.isdisjoint(get_roles()):
        text = _("This action is only allowed for {0}").format(
            ", ".join(f"<strong>{_(role)}</strong>" for role in sorted(wanted))
        )
        if message:
            throw(text, errors.PermissionError, title=_("Not Permitted"))
        raise errors.PermissionError(text)


def has_permission(
    doctype: Any = None,
    ptype: str = "read",
    doc: Any = None,
    user: str | None = None,
    throw: bool = False,
    *,
    parent_doctype: str | None = None,
    debug: bool = False,
    ignore_share_permissions: bool = False,
) -> bool:
    """Whether the user may; with `throw` a PermissionError that names the rule."""
    if isinstance(doc, str | int) and not doctype:
        raise errors.ValidationError(
            _("A name alone does not say which record: give the DocType too")
        )
    if isinstance(doc, str | int):
        from ristretto.document import get_doc

        doc = get_doc(doctype, doc)
    if not doctype and doc is not None:
        doctype = doc.doctype
    if throw:
        access.require(doctype, ptype, doc, user, parent_doctype)
        return True
    return access.has_permission(doctype, ptype, doc, user, parent_doctype)


def has_website_permission(
    doc: Any = None,
    ptype: str = "read",
    user: str | None = None,
    verbose: bool = False,
    doctype: str | None = None,
) -> bool:
    """Hooks `has_website_permission` decide; without any, the ordinary right."""
    from ristretto.context.dotted import get_attr

    user = user or current().user
    if doc is None:
        return bool(doctype) and access.has_permission(str(doctype), ptype, user=user)
    paths = current().site.get_hooks("has_website_permission", {}).get(doc.doctype, [])
    if paths:
        return all(get_attr(path)(doc, ptype, user, verbose=verbose) for path in paths)
    return access.has_permission(doc.doctype, ptype, doc, user)


def clear_cache(user: str | None = None, doctype: str | None = None) -> None:
    """Forget what is remembered of definitions, permissions and settings, in every process.

    For a user alone: what is remembered about rights, whatever they were made of.
    """
    if has_context() and current().db is not None:
        if user and not doctype:
            stamps.rights_changed(current().db)
        else:
            stamps.bump(doctype)
        access.clear(user)
        if not user and not doctype:
            _empty_cache()


def _empty_cache() -> None:
    """Every key but those of the hook persistent_cache_keys; then the apps' own caches."""
    from ristretto.context.dotted import get_attr

    hooks = current().site.get_hooks
    kept = {key for prefix in hooks("persistent_cache_keys") for key in local.cache.get_keys(prefix)}
    if kept:
        dropped = [key for key in local.cache.get_keys("") if key not in kept]
        local.cache.delete_value(dropped, make_keys=False)
    else:
        local.cache.delete_keys("")
    for path in hooks("clear_cache"):
        get_attr(path)()


def clear_document_cache(doctype: str, name: Any = None) -> None:
    """Forget cached documents of this request."""
    context = current()
    if name is None:
        for key in [key for key in context.document_cache if key[0] == doctype]:
            context.document_cache.pop(key)
    else:
        context.document_cache.pop((doctype, str(name)), None)


class init_site:
    """`with frappe.init_site(site):` a context of the site, without its database."""

    def __init__(self, site: str) -> None:
        self.site = site

    def __enter__(self) -> Any:
        init(self.site)
        return local

    def __exit__(self, *_error: object) -> None:
        destroy()


def get_conf(site: str | None = None) -> Any:
    """Settings of the bound site, else of the named one, else of the bench."""
    if has_context():
        return current().conf
    if not site:
        common = config.common_path(Path("."))
        return AttrDict(json.loads(common.read_text(encoding="utf-8")) if common.exists() else {})
    with init_site(site):
        return current().conf.copy()


def only_has_select_perm(
    doctype: str, user: str | None = None, ignore_permissions: bool = False
) -> bool:
    """Whether the user may choose records of it in Link fields, but not read them."""
    if ignore_permissions:
        return False
    return has_permission(doctype, "select", user=user) and not has_permission(
        doctype, "read", user=user
    )
