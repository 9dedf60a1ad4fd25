"""Decides which Python class a DocType has: override hook, controller module, else a plain Document."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ristretto import errors
from ristretto.context import current, scrub
from ristretto.context.dotted import get_attr
from ristretto.db.metas import get_meta


def get_controller(doctype: str) -> type[Any]:
    """The class; cached until metadata changes."""
    cache = current().site.cache("controllers")
    if doctype not in cache:
        cache[doctype] = _find(doctype)
    found: type[Any] = cache[doctype]
    return found


def _find(doctype: str) -> type[Any]:
    from ristretto.document.document import Document
    from ristretto.document.tree import NestedSet

    overrides = current().site.get_hooks("override_doctype_class", {}).get(doctype)
    if overrides:
        return get_attr(overrides[-1])  # type: ignore[no-any-return]
    meta = get_meta(doctype)
    plain = NestedSet if meta.is_tree else Document
    if meta.custom:
        return plain
    module = load_module(doctype, meta.module)
    return getattr(module, class_name(doctype), plain) if module else plain


def class_name(doctype: str) -> str:
    return doctype.replace(" ", "").replace("-", "")


def module_path(doctype: str, module: str) -> str:
    """Dotted path of the controller module."""
    scrubbed = scrub(module)
    app = current().site.module_app.get(scrubbed)
    if app is None:
        raise errors.DoesNotExistError(f"Module {module} not found")
    name = scrub(doctype)
    return f"{app}.{scrubbed}.doctype.{name}.{name}"


def load_module(doctype: str, module: str | None, suffix: str = "") -> Any:
    """The controller module (or `<name><suffix>` beside it), None where there is no file."""
    if not module or scrub(module) not in current().site.module_app:
        return None
    path = module_path(doctype, module) + suffix
    try:
        return import_module(path)
    except ModuleNotFoundError as error:
        if error.name and path.startswith(error.name):
            return None
        raise
