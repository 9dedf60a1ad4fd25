"""Scripts and expressions written by customisers, run without a way out of their namespace.

`safe_eval` evaluates one expression; `safe_exec` runs a server script, and only where the bench's
common configuration says `server_script_enabled`. Which names a script finds: script_names.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ristretto.context import current, expressions
from ristretto.context.script_budget import budgeted
from ristretto.context.script_policy import compiled
from ristretto.context.site import read_json
from ristretto.db.deadline import Limit
from ristretto.errors import LimitExceeded

import frappe
from frappe.utils import site_settings
from frappe.utils.script_calls import (
    call_whitelisted_function,
    call_with_form_dict,
    check_safe_sql_query,
    get_hooks,
    is_job_queued,
    read_sql,
    run_script,
    safe_enqueue,
)
from frappe.utils.script_names import (
    NamespaceDict,
    get_python_builtins,
    get_safe_globals,
    get_visible_columns,
    guards,
    safe_utils,
)

__all__ = [
    "SAFE_EXEC_CONFIG_KEY",
    "SERVER_SCRIPT_FILE_PREFIX",
    "UNSAFE_ATTRIBUTES",
    "FrappeTransformer",
    "NamespaceDict",
    "ServerScriptNotEnabled",
    "call_whitelisted_function",
    "call_with_form_dict",
    "check_safe_sql_query",
    "get_hooks",
    "get_python_builtins",
    "get_safe_globals",
    "get_visible_columns",
    "is_job_queued",
    "is_safe_exec_enabled",
    "read_sql",
    "run_script",
    "safe_enqueue",
    "safe_eval",
    "safe_exec",
    "safe_exec_flags",
    "safe_utils",
]

SAFE_EXEC_CONFIG_KEY = "server_script_enabled"
SERVER_SCRIPT_FILE_PREFIX = "<serverscript>"
UNSAFE_ATTRIBUTES = expressions.UNSAFE_ATTRIBUTES
SECONDS = 60.0
MEMORY_MB = 512
STUCK_SECONDS = (
    5.0  # after its time, a script that hangs in code of the framework is torn out of it
)
safe_eval = expressions.safe_eval
FrappeTransformer = expressions.Policy


class ServerScriptNotEnabled(frappe.PermissionError):
    """Scripts are switched off on this bench."""


def is_safe_exec_enabled() -> bool:
    """Server scripts are a decision of who runs the machine: only the common configuration counts."""
    return bool(common_setting(SAFE_EXEC_CONFIG_KEY))


def common_setting(key: str) -> Any:
    """A value of common_site_config.json; a site's own configuration cannot replace it."""
    ctx = site_settings.bound()
    if ctx is None:
        return None
    return read_json(ctx.site.sites_path / "common_site_config.json").get(key)


def safe_exec(
    script: str,
    _globals: dict[str, Any] | None = None,
    _locals: dict[str, Any] | None = None,
    *,
    restrict_commit_rollback: bool = False,
    script_filename: str | None = None,
    seconds: float = SECONDS,
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Run a script; returns its globals and locals. ServerScriptNotEnabled when switched off.

    LimitExceeded when it takes longer than `seconds`, or more memory than MEMORY_MB.
    """
    refuse_when_off()
    scope = get_safe_globals()
    scope.update(_globals or {})
    if restrict_commit_rollback:
        for name in ("commit", "rollback", "add_index"):
            scope["frappe"]["db"].pop(name, None)
    code = compiled(script, filename_of(script_filename))
    # One namespace, so that functions of the script see what it knows; the guards come last.
    scope.update(_locals or {})
    scope.update(guards())
    before = set(scope)
    with safe_exec_flags(), _in_time(seconds):
        exec(code, scope)
    if _locals is not None:
        _locals.update({k: v for k, v in scope.items() if k in _locals or k not in before})
    return scope, _locals


def refuse_when_off() -> None:
    if is_safe_exec_enabled():
        return
    frappe.throw(
        frappe._(
            "Server Scripts are disabled. Set server_script_enabled in common_site_config.json."
        ),
        ServerScriptNotEnabled,
        title=frappe._("Server Scripts Disabled"),
    )


def filename_of(script: str | None) -> str:
    """Under which a script stands in traces."""
    return SERVER_SCRIPT_FILE_PREFIX + (f": {frappe.scrub(script)}" if script else "")


@contextmanager
def _in_time(seconds: float) -> Iterator[None]:
    """Loops of the script look at the clock themselves; statements are interrupted; last comes force."""
    db = current().db
    if getattr(current(), "script_budget", None):
        with budgeted(seconds, MEMORY_MB):
            yield
        return
    torn = Limit(db, seconds + STUCK_SECONDS, raises=LimitExceeded)
    with torn as force, Limit(db, seconds) as limit, budgeted(seconds, MEMORY_MB):
        try:
            yield
        finally:
            if (
                force.is_passed
            ):  # torn out in the middle of something: what is remembered may be half made
                current().site.drop_caches()
        if limit.is_passed:  # a statement was interrupted, and the script made nothing of it
            raise LimitExceeded(
                frappe._("The script was stopped: {0}").format(
                    frappe._("it took longer than {0} seconds").format(f"{seconds:g}")
                )
            )


@contextmanager
def safe_exec_flags() -> Iterator[None]:
    frappe.flags.in_safe_exec = (frappe.flags.in_safe_exec or 0) + 1
    try:
        yield
    finally:
        frappe.flags.in_safe_exec -= 1
