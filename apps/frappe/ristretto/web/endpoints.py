"""Decides which remote functions a site offers: those that the modules of its installed apps declare.

Functions register themselves when their module is imported, and a server imports only what was called.
Whoever wants the whole list reads the apps' files for the decorator first and imports those modules.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

from ristretto.context import Site
from ristretto.web.rpc import SHORT_NAMES
from ristretto.web.whitelist import Endpoint, endpoint_of

_MARK = "whitelist("
_NOT_SERVED = frozenset({"tests", "node_modules", "public", "templates"})


def remote_functions(site: Site) -> dict[str, Endpoint]:
    """{name that a client calls: endpoint}, in alphabetical order, replaced ones by their override."""
    cache = site.cache("web:endpoints")
    if "all" not in cache:
        found: dict[str, Endpoint] = {}
        for app in site.installed_apps:
            for name in modules_with_endpoints(site.app_path(app), app):
                found.update(_of_module(import_module(name)))
        cache["all"] = dict(sorted(_with_overrides(site, found).items()))
    functions: dict[str, Endpoint] = cache["all"]
    return functions


def modules_with_endpoints(folder: Path, package: str) -> list[str]:
    """Dotted names of the modules of a package whose text declares a remote function."""
    names = []
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        if _NOT_SERVED.intersection(parts) or parts[-1].startswith("test_"):
            continue
        if _MARK in path.read_text(encoding="utf-8"):
            inner = parts[:-1] if parts[-1] == "__init__" else parts
            names.append(".".join((package, *inner)))
    return names


def _of_module(module: ModuleType) -> dict[str, Endpoint]:
    """Functions that the module itself defines; methods of documents are no part of this list."""
    found = {}
    for name, value in vars(module).items():
        own = callable(value) and getattr(value, "__module__", "") == module.__name__
        endpoint = endpoint_of(value) if own and not isinstance(value, type) else None
        if endpoint is not None:
            short = module.__name__ == "frappe.handler" and name in SHORT_NAMES
            found[name if short else f"{module.__name__}.{name}"] = endpoint
    return found


def _with_overrides(site: Site, found: dict[str, Endpoint]) -> dict[str, Endpoint]:
    replaced = site.get_hooks("override_whitelisted_methods", {})
    for name, paths in replaced.items() if isinstance(replaced, dict) else ():
        if str(paths[-1]) in found:
            found[name] = found[str(paths[-1])]
    return found
