"""Decides which Python object a dotted path means, inside the apps that the site has installed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from ristretto.context import current
from ristretto.context.dotted import imported
from ristretto.context.messages import throw
from ristretto.context.translate import translate
from ristretto.errors import AppNotInstalledError, ValidationError


def attribute(path: str) -> Callable[..., Any]:
    """The function at `app.module.name`.

    Raises AppNotInstalledError or ValidationError with a sentence that names the missing part.
    """
    module_path, dot, name = path.rpartition(".")
    if not dot:
        raise ValidationError(f"'{path}'")
    app = module_path.split(".", 1)[0]
    if app != "frappe" and app not in current().site.installed_apps:
        throw(translate("App {0} is not installed").format(app), AppNotInstalledError)
    module = _module(module_path)
    try:
        found: Callable[..., Any] = getattr(module, name)
    except AttributeError:
        raise ValidationError(f"module '{module_path}' has no attribute '{name}'") from None
    return found


def _module(path: str) -> Any:
    """Import a module; a path that is no module is the caller's mistake, a failing import is
    not."""
    if path not in sys.modules and not all(part.isidentifier() for part in path.split(".")):
        raise ValidationError(f"'{path}' is not a module path")
    try:
        return imported(path)
    except ModuleNotFoundError as error:
        if error.name and (path == error.name or path.startswith(f"{error.name}.")):
            parent, _dot, name = path.rpartition(".")
            raise ValidationError(f"module '{parent or path}' has no attribute '{name}'") from None
        raise
