"""Decides how a script of the site runs: what it knows, where, and what becomes of its mistakes.

Scripts of documents and lists run where the document is saved, within a time limit; methods and scheduled
scripts in a process of their own with limits (running.py).
"""

from __future__ import annotations

from typing import Any

from croniter import croniter
from ristretto.context.script_policy import ScriptSyntaxError, compiled

import frappe
from frappe import _
from frappe.core.doctype.server_script import running, scheduling
from frappe.core.doctype.server_script.mistakes import ServerScriptError, mistake
from frappe.core.doctype.server_script.scheduling import setup_scheduler_events
from frappe.model.document import Document
from frappe.rate_limiter import rate_limit
from frappe.utils.safe_exec import (
    NamespaceDict,
    common_setting,
    filename_of,
    get_safe_globals,
    is_safe_exec_enabled,
    safe_exec,
)

__all__ = ["ServerScript", "ServerScriptError", "enabled", "setup_scheduler_events"]
EVENT_SECONDS = 10.0


class ServerScript(Document):
    """One script."""

    def validate(self) -> None:
        frappe.only_for("Script Manager", True)
        self.check_target()
        self.check_if_compilable_in_restricted_context()
        scheduling.follow_changes(self)

    def check_target(self) -> None:
        """What the script is for must be said. Stock stores scripts that can never run."""
        if self.script_type in ("DocType Event", "Permission Query") and not self.reference_doctype:
            frappe.throw(_("Choose the Reference Document Type"), frappe.MandatoryError)
        if self.script_type == "API" and not self.api_method:
            frappe.throw(_("Give the API Method a name"), frappe.MandatoryError)
        if self.script_type != "Scheduler Event" or self.event_frequency != "Cron":
            return
        if not croniter.is_valid(self.cron_format or ""):
            frappe.throw(
                _("Cron Format: {0} is no schedule").format(frappe.bold(self.cron_format or ""))
            )

    def check_if_compilable_in_restricted_context(self) -> None:
        """What scripts may not do is shown, and the script kept; what is no Python is refused with every Code field."""
        try:
            compiled(self.script or "", filename_of(self.name))
        except ScriptSyntaxError as error:
            if any(" SyntaxError:" in line for line in str(error).splitlines()):
                return
            frappe.msgprint(str(error), title=_("Compilation warning"), indicator="orange")

    def on_update(self) -> None:
        frappe.clear_cache(doctype="Server Script")
        scheduling.keep_job(self)

    def on_trash(self) -> None:
        frappe.clear_cache(doctype="Server Script")
        scheduling.remove_jobs(self.name)

    def get_code_fields(self) -> dict[str, str]:
        return {"script": "py"}

    @property
    def scheduled_jobs(self) -> list[Any]:
        return scheduling.jobs_of(self.name)

    def execute_doc(self, doc: Any) -> None:
        """At an event of a document, in the transaction of the save."""
        self._run({"doc": doc}, restrict_commit_rollback=True)

    def get_permission_query_conditions(self, user: str) -> Any:
        """The SQL that the script left in `conditions`."""
        scope: dict[str, Any] = {"user": user, "conditions": ""}
        self._run(scope, restrict_commit_rollback=True)
        return scope["conditions"] or None

    def _run(self, scope: dict[str, Any], **how: Any) -> dict[str, Any]:
        seconds = float(common_setting("server_script_event_seconds") or EVENT_SECONDS)
        return self.execute(scope, seconds=seconds, **how)

    def execute(self, scope: dict[str, Any] | None = None, **how: Any) -> dict[str, Any]:
        """Run the text here; returns its globals. ServerScriptError for a mistake in the script."""
        try:
            found, _locals = safe_exec(self.script, None, scope, script_filename=self.name, **how)
        except (frappe.exceptions.Error, MemoryError):
            raise
        except Exception as error:  # the edge between the site's code and ours: whatever it raises
            raise mistake(self.name, error) from error
        return found

    def execute_method(self) -> Any:
        """The flags that a script of the kind API leaves."""
        if self.script_type != "API":
            raise frappe.DoesNotExistError
        if frappe.session.user == "Guest" and not self.allow_guest:
            raise frappe.PermissionError
        running.enter()
        if not self.enable_rate_limit:
            return running.run_method(self)
        limit, seconds = self.rate_limit_count or 5, self.rate_limit_seconds or 24 * 60 * 60
        return rate_limit(limit=limit, seconds=seconds)(running.method_of(self))()

    def execute_scheduled_method(self) -> None:
        """One turn of a scheduled script."""
        if self.script_type != "Scheduler Event":
            raise frappe.DoesNotExistError
        running.run_scheduled(self)

    @frappe.whitelist()
    def get_autocompletion_items(self) -> list[dict[str, Any]]:
        """Names that an editor offers: `{value, score}`."""
        return [{"value": name, "score": score} for name, score in _names(get_safe_globals())]


def _names(holder: dict[str, Any]) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for key, value in holder.items():
        if key.startswith("_"):
            continue
        if key == "form_dict":
            found.append((key, 7))
        elif isinstance(value, NamespaceDict | dict) and value:
            found += [(f"{key}.{name}", score) for name, score in _names(value)]
        else:
            found.append((key, _score(value)))
    return found


def _score(value: Any) -> int:
    """Errors last, functions first."""
    if isinstance(value, type):
        return 0 if issubclass(value, Exception) else 8
    if callable(value):
        return 9
    return 7 if isinstance(value, dict) else 6


@frappe.whitelist()
def enabled() -> bool | None:
    """Whether scripts run on this bench; None for those who may not read scripts."""
    return is_safe_exec_enabled() if frappe.has_permission("Server Script") else None
