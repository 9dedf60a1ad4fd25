"""Decides where methods and scheduled scripts run: in a process of their own, held to time, processor and memory.

Inside one already, or inside another script, they run where they are: that one has its limits.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from io import BytesIO
from typing import Any

from ristretto.context import current
from ristretto.jobs import confined
from ristretto.web.body import SiteRequest
from ristretto.web.csrf import UNSAFE
from ristretto.web.serving import handover

import frappe
from frappe.core.doctype.server_script.mistakes import ServerScriptError, keep
from frappe.utils.safe_exec import common_setting, refuse_when_off

METHOD_SECONDS = 30.0
SCHEDULED_SECONDS = 240.0
MEMORY_MB = 256
_BYTES = "__bytes__"

# What every script needs: 0.1 s of processor time for each call, were it imported there.
confined.preload(
    "frappe.core.doctype.server_script.server_script",
    "frappe.database",
    "frappe.frappeclient",
    "frappe.hooks",
    "frappe.integrations.utils",
    "frappe.model.mapper",
    "requests",
    "ristretto.query.write",
)


def run_method(script: Any) -> Any:
    """The flags of a script that was called as a method."""
    if _is_inside():
        return script.execute()["frappe"]["flags"]
    context = current()
    answer = confined.run(
        answer_method,
        {"name": script.name, "call": _call_of(context)},
        limits=_limits("server_script_seconds", METHOD_SECONDS),
    )
    context.response.update(_opened(answer["response"]))
    return frappe._dict(answer["flags"])


def enter() -> None:
    """Before anything of a method is done: refused when scripts are off, and never where quick answers are made."""
    refuse_when_off()
    if _is_inside():
        return
    handover.leave_quick(current())
    handover.leave_loop(current().request)


def _is_inside() -> bool:
    return bool(frappe.flags.in_safe_exec or frappe.flags.in_confined_script)


def method_of(script: Any) -> Callable[[], Any]:
    """`run_method` as a function of its own name, under which calls are counted."""

    def run() -> Any:
        return run_method(script)

    run.__qualname__ = f"server_script:{script.name}"
    return run


def run_scheduled(script: Any) -> None:
    """One turn, in a process of its own as Administrator, as all scheduled work."""
    refuse_when_off()
    confined.run(
        answer_scheduled,
        {"name": script.name},
        user="Administrator",
        limits=_limits("server_script_job_seconds", SCHEDULED_SECONDS),
    )


def _limits(key: str, seconds: float) -> confined.Limits:
    seconds = float(common_setting(key) or seconds)
    memory = int(common_setting("server_script_memory_mb") or MEMORY_MB) * confined.MIB
    return confined.Limits(seconds=seconds, cpu_seconds=int(seconds) + 1, memory=memory)


def _call_of(context: Any) -> dict[str, Any]:
    """What the script may know of the request: texts and body; uploaded files stay here."""
    request = context.request
    call: dict[str, Any] = {
        "form": {k: v for k, v in context.form_dict.items() if isinstance(k, str)},
        "ip": context.request_ip,
        "csrf": context.session.data.csrf_token,
        "full_name": context.session.data.full_name,
    }
    if request is not None:
        is_form = (request.mimetype or "").startswith("multipart/")
        call["environ"] = {k: v for k, v in request.environ.items() if isinstance(v, str)}
        call["body"] = b"" if is_form else request.get_data(cache=True)
    return call


def answer_method(name: str, call: dict[str, Any]) -> dict[str, Any]:
    """In the process of the script: its flags and what it put into the response."""
    context = current()
    context.form_dict = frappe._dict(call["form"])
    context.request_ip = call["ip"]
    context.session.data.update(csrf_token=call["csrf"], full_name=call["full_name"])
    if "environ" in call:
        context.request = SiteRequest({**call["environ"], "wsgi.input": BytesIO(call["body"])})
    verb = context.request.method if context.request else "POST"
    found = _execute(name)
    if verb not in UNSAFE and not frappe.flags.commit:
        context.db.rollback()  # as after every request that only reads
    return {"flags": dict(found["frappe"]["flags"]), "response": _closed(context.response)}


def answer_scheduled(name: str) -> None:
    """In the process of the script."""
    _execute(name)


def _execute(name: str) -> dict[str, Any]:
    """Run it here; a mistake is logged from here, because its trace does not travel."""
    frappe.flags.in_confined_script = True
    try:
        found: dict[str, Any] = frappe.get_doc("Server Script", name).execute()
    except ServerScriptError as error:
        frappe.db.rollback()
        keep(error)
        frappe.db.commit()
        raise
    return found


def _closed(response: dict[str, Any]) -> dict[str, Any]:
    """Bytes as text, for the way to the caller."""
    return {
        key: {_BYTES: base64.b64encode(value).decode()} if isinstance(value, bytes) else value
        for key, value in response.items()
    }


def _opened(response: dict[str, Any]) -> dict[str, Any]:
    return {
        key: base64.b64decode(value[_BYTES]) if _is_bytes(value) else value
        for key, value in response.items()
    }


def _is_bytes(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {_BYTES}
