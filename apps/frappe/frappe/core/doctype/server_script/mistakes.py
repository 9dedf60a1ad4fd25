"""Decides what is told and kept of a script that failed: its name, the line, and the trace in the Error Log."""

from __future__ import annotations

import traceback
from typing import Any

from ristretto.context import current

import frappe
from frappe import _
from frappe.utils.safe_exec import filename_of


class ServerScriptError(frappe.ValidationError):
    """The sentence names the script and its line; whoever set it off is told so."""


def mistake(script: str, error: Exception) -> ServerScriptError:
    """In an except block: the error to raise instead; its log row is written once this request is rolled back."""
    own = filename_of(script)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == own]
    line = lines[-1] if lines else getattr(error, "lineno", None)
    what = str(error) if isinstance(error, SyntaxError) else f"{type(error).__name__}: {error}"
    text = _("Server Script {0}, line {1}: {2}").format(script, line or "?", what)
    trace = "".join(traceback.format_exception(error))
    entry = {"reference_doctype": "Server Script", "reference_name": script}
    made = ServerScriptError(text)
    made.details["log"] = {**entry, "doctype": "Error Log", "method": text[:140], "error": trace}
    tasks: list[Any] = current().__dict__.setdefault("afterwards", [])
    tasks.append(lambda: keep(made))
    return made


def keep(error: ServerScriptError) -> None:
    # the log is the system's, whoever set off the script
    frappe.get_doc(error.details["log"]).insert(ignore_permissions=True)
