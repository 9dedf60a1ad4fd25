"""What a script may set in motion: reading SQL, whitelisted functions, jobs, other scripts."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from ristretto.context import current
from ristretto.db.connection import is_read
from ristretto.web import rpc

import frappe


def get_hooks(hook: str | None = None, default: Any = None, app_name: str | None = None) -> Any:
    """A copy: what a script does to it stays with the script."""
    return deepcopy(frappe.get_hooks(hook, default, app_name))


def read_sql(query: str, *args: Any, **kwargs: Any) -> Any:
    """`frappe.db.sql` for reading only; PermissionError for anything else."""
    check_safe_sql_query(str(query), throw=True)
    return frappe.db.sql(str(query), *args, **kwargs)


def check_safe_sql_query(query: str, throw: bool = True) -> bool:
    """Whether the text is a SELECT, a read-only WITH or an EXPLAIN."""
    if is_read(query.strip()):
        return True
    if throw:
        frappe.throw(
            frappe._("Query: only a statement that reads may run here"),
            title=frappe._("The statement may change data"),
            exc=frappe.PermissionError,
        )
    return False


def call_whitelisted_function(function: str, **kwargs: Any) -> Any:
    """A whitelisted function or the method of a script, as a request of the same user would call it."""
    return call_with_form_dict(lambda: _execute(function), kwargs)


def _execute(function: str) -> Any:
    from frappe.core.doctype.server_script import server_script_utils

    script = server_script_utils.api_script(function)
    if script:
        return server_script_utils.run_api_script(script)
    context = current()
    verb = context.request.method if context.request else "POST"
    endpoint = rpc.resolve(context, function)
    rpc.authorize(context, endpoint, function, verb)
    return rpc.call(context, endpoint, context.form_dict)


def run_script(script: str, **kwargs: Any) -> Any:
    """Another script of the kind API, by the name of its record; returns its flags."""
    return call_with_form_dict(
        lambda: frappe.get_doc("Server Script", script).execute_method(), kwargs
    )


def call_with_form_dict(function: Callable[[], Any], kwargs: dict[str, Any]) -> Any:
    """Call while `kwargs` lie over the form values of the request."""
    context = current()
    before = context.form_dict
    if kwargs:
        context.form_dict = frappe._dict({**before, **kwargs})
    try:
        return function()
    finally:
        context.form_dict = before


def safe_enqueue(function: str, **kwargs: Any) -> Any:
    """Queue a whitelisted function or the method of a script."""
    return frappe.enqueue(
        "frappe.utils.safe_exec.call_whitelisted_function", function=function, **kwargs
    )


def is_job_queued(job_name: str, queue: str = "default") -> bool:
    """Whether a function waits or runs in a queue."""
    from frappe.utils.background_jobs import get_jobs

    site = current().site.name
    return job_name in get_jobs(site=site, queue=queue, key="job_name").get(site, [])
