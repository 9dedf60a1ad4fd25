"""Decides what a dotted path means: an attribute of a module of an installed app."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

from ristretto.context import current
from ristretto.context.translate import translate as _
from ristretto.errors import AppNotInstalledError

BUILT_IN = "frappe"


def get_module(name: str) -> Any:
    return import_module(name)


def get_attr(method_string: str) -> Any:
    """`app.module.function` as an object; AppNotInstalledError for a foreign first word."""
    app = method_string.partition(".")[0]
    site = current().site
    if app != BUILT_IN and site.installed_apps and app not in site.installed_apps:
        raise AppNotInstalledError(_("App {0} is not installed").format(app))
    module, _dot, attribute = method_string.rpartition(".")
    return getattr(imported(module), attribute)


def imported(name: str) -> Any:
    """The whole module. Hooks are looked up dozens of times in a save: importing what is imported takes longer."""
    module = sys.modules.get(name)
    if module is None or getattr(module.__spec__, "_initializing", False):
        return import_module(name)  # another thread may be half through it: this one waits
    return module
