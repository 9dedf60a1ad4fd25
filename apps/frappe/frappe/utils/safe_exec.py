"""Scripts and expressions written by customisers, run without a way out of their namespace.

`safe_eval` evaluates one expression; `safe_exec` runs a server script, and only where the bench's
common configuration says `server_script_enabled`.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import RestrictedPython.Guards
from RestrictedPython import PrintCollector, compile_restricted, safe_globals
from ristretto.context import AttrDict, expressions
from ristretto.context.site import read_json

import frappe
from frappe.utils import data as _data
from frappe.utils import site_settings

SAFE_EXEC_CONFIG_KEY = "server_script_enabled"
SERVER_SCRIPT_FILE_PREFIX = "<serverscript>"
UNSAFE_ATTRIBUTES = expressions.UNSAFE_ATTRIBUTES
safe_eval = expressions.safe_eval

_BUILTINS = (abs, all, any, bool, dict, enumerate, isinstance, issubclass, list, max, min, range)
_BUILTINS += (set, sorted, sum, tuple)
_NOT_IN_TEMPLATES = {"encode", "sanitize_column", "get_filter"}
_CLOSED = (type, type(json), type(lambda: 0), type("".join), type(print))


class ServerScriptNotEnabled(frappe.PermissionError):
    """Scripts are switched off on this bench."""


class NamespaceDict(AttrDict):
    """Names of the sandbox; calling one that does not exist says so."""

    def __getattr__(self, key: str) -> Any:
        value = self.get(key)
        if value is not None or key.startswith("__"):
            return value

        def missing(*args: Any, **kwargs: Any) -> None:
            raise AttributeError(f"module has no attribute '{key}'")

        return missing


class _ScriptPrint(PrintCollector):  # type: ignore[misc]
    def _call_print(self, *objects: Any, **kwargs: Any) -> None:
        frappe.log(" ".join(map(str, objects)))


def is_safe_exec_enabled() -> bool:
    """Server scripts are a decision of who runs the machine.

    Only the common configuration counts.
    """
    ctx = site_settings.bound()
    if ctx is None:
        return False
    return bool(
        read_json(ctx.site.sites_path / "common_site_config.json").get(SAFE_EXEC_CONFIG_KEY)
    )


def safe_exec(
    script: str,
    _globals: dict[str, Any] | None = None,
    _locals: dict[str, Any] | None = None,
    *,
    restrict_commit_rollback: bool = False,
    script_filename: str | None = None,
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Run a script; returns its globals and locals. ServerScriptNotEnabled when switched off."""
    if not is_safe_exec_enabled():
        frappe.throw(
            frappe._(
                "Server Scripts are disabled. Set server_script_enabled in common_site_config.json."
            ),
            ServerScriptNotEnabled,
        )
    scope = get_safe_globals()
    scope.update(_globals or {})
    if restrict_commit_rollback:
        for name in ("commit", "rollback", "add_index"):
            scope["frappe"]["db"].pop(name, None)
    name = SERVER_SCRIPT_FILE_PREFIX + (
        f": {frappe.scrub(script_filename)}" if script_filename else ""
    )
    code = compile_restricted(script, filename=name, policy=expressions.Policy)
    with safe_exec_flags():
        exec(code, scope, _locals)
    return scope, _locals


@contextmanager
def safe_exec_flags() -> Iterator[None]:
    frappe.flags.in_safe_exec = (frappe.flags.in_safe_exec or 0) + 1
    try:
        yield
    finally:
        frappe.flags.in_safe_exec -= 1


def get_safe_globals() -> dict[str, Any]:
    """Names that server scripts and Jinja templates may use."""
    out = NamespaceDict(
        json=NamespaceDict(loads=json.loads, dumps=json.dumps),
        as_json=frappe.as_json,
        dict=dict,
        log=frappe.log,
        _dict=frappe._dict,
        args=frappe.local.form_dict,
        frappe=_frappe_names(),
        style=frappe._dict(border_color="#d1d8dd"),
        _=frappe._,
        scrub=frappe.scrub,
        guess_mimetype=mimetypes.guess_type,
        html2text=_data.to_markdown,
        dev_server=bool(frappe.conf.developer_mode),
        run_script=run_script,
        get_visible_columns=get_visible_columns,
    )
    out.update(safe_globals)
    out.update({builtin.__name__: builtin for builtin in _BUILTINS})
    out.update(expressions.GUARDS)
    out["_write_"] = _write
    out["_getattr_"] = _quiet_getattr
    out["_print_"] = _ScriptPrint
    out["_inplacevar_"] = _inplace
    return out


def _frappe_names() -> NamespaceDict:
    names = NamespaceDict(
        call=call_whitelisted_function,
        flags=frappe._dict(),
        format=frappe.format_value,
        date_format=site_settings.default("date_format"),
        time_format=site_settings.default("time_format"),
        format_date=_data.global_date_format,
        form_dict=frappe.local.form_dict,
        user=frappe.session.user,
        full_name=frappe.session.data.full_name,
        request=frappe.local.request,
        session=frappe._dict(user=frappe.session.user, csrf_token=frappe.session.data.csrf_token),
        socketio_port=frappe.conf.socketio_port,
        get_hooks=_hooks_copy,
        enqueue=safe_enqueue,
        utils=safe_utils(),
        get_url=_data.get_url,
        get_fullname=frappe.utils.get_fullname,
        get_gravatar=frappe.utils.get_gravatar_url,
        sanitize_html=frappe.utils.sanitize_html,
        db=_db_names(),
        lang=frappe.local.lang or "en",
        response=frappe.response,
    )
    # A name that the runtime does not offer yet says so when a script calls it.
    names.update({name: getattr(frappe, name) for name in _SAME_AS_FRAPPE if hasattr(frappe, name)})
    for name, value in vars(frappe.exceptions).items():
        if isinstance(value, type) and issubclass(value, Exception):
            names[name] = value
    return names


_SAME_AS_FRAPPE = [
    "format_value", "bold", "copy_doc", "errprint", "qb", "get_meta", "new_doc", "get_doc",
    "get_last_doc", "get_cached_doc", "get_list", "get_all", "get_system_settings", "rename_doc",
    "delete_doc", "render_template", "msgprint", "throw", "sendmail", "get_print", "attach_print",
    "log_error", "log",
]  # fmt: skip
_SAME_AS_DB = [
    "get_value", "set_value", "get_single_value", "get_default", "exists", "count", "escape",
    "commit", "rollback", "after_commit", "before_commit", "after_rollback", "before_rollback",
    "add_index",
]  # fmt: skip


def _db_names() -> NamespaceDict:
    names = NamespaceDict({name: getattr(frappe.db, name) for name in _SAME_AS_DB})
    names.update(get_list=frappe.get_list, get_all=frappe.get_all, sql=read_sql)
    return names


def safe_utils() -> NamespaceDict:
    """Functions of `frappe.utils.data`, without those that reach files or code."""
    return NamespaceDict(
        {
            name: value
            for name, value in vars(_data).items()
            if not name.startswith(("_", "validate_", "pdf_"))
            and name not in _NOT_IN_TEMPLATES
            and (name.isupper() or callable(value))
            and getattr(value, "__module__", "").startswith(("frappe.utils", "builtins", ""))
        }
    )


def _hooks_copy(hook: str | None = None, default: Any = None, app_name: str | None = None) -> Any:
    from copy import deepcopy

    return deepcopy(frappe.get_hooks(hook, default, app_name))


def read_sql(query: str, *args: Any, **kwargs: Any) -> Any:
    """`frappe.db.sql` for reading only; PermissionError for anything else."""
    check_safe_sql_query(str(query), throw=True)
    return frappe.db.sql(query, *args, **kwargs)


def check_safe_sql_query(query: str, throw: bool = True) -> bool:
    """Whether the text is a SELECT, a read-only WITH or an EXPLAIN."""
    from ristretto.db.connection import is_read

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
    """Call a whitelisted method as a request would."""
    method = frappe.get_attr(function)
    frappe.is_whitelisted(method)
    return frappe.call(method, **kwargs)


def safe_enqueue(function: str, **kwargs: Any) -> Any:
    return frappe.enqueue(
        "frappe.utils.safe_exec.call_whitelisted_function", function=function, **kwargs
    )


def run_script(script: str, **kwargs: Any) -> Any:
    """Run another server script by name; returns its flags."""
    return frappe.get_doc("Server Script", script).execute_method(**kwargs)


def get_visible_columns(data: list[Any], table_meta: Any, df: Any) -> list[Any]:
    """Columns of a child table worth printing: those that hold something, or are mandatory."""
    wanted = df.get("visible_columns")
    if wanted:
        fields = [table_meta.get_field(column["fieldname"]) for column in wanted]
        return [field for field in fields if field]
    return [
        field
        for field in table_meta.fields
        if not field.print_hide
        and not field.hidden
        and field.fieldtype not in ("Section Break", "Column Break", "Tab Break", "Button")
        and (field.reqd or any(row.get(field.fieldname) for row in data))
    ]


def _quiet_getattr(holder: Any, name: Any, default: Any = None) -> Any:
    """Scripts read a missing attribute as None."""
    expressions.check_attribute(holder, name)
    return RestrictedPython.Guards.safer_getattr(holder, name, default)


def _write(obj: Any) -> Any:
    if isinstance(obj, _CLOSED):
        raise SyntaxError(f"Not allowed to write to object {obj} of type {type(obj)}")
    return obj


def _inplace(operation: str, left: Any, right: Any) -> Any:
    import operator

    acts = {"+=": operator.iadd, "-=": operator.isub, "*=": operator.imul, "/=": operator.itruediv}
    acts |= {
        "//=": operator.ifloordiv,
        "%=": operator.imod,
        "|=": operator.ior,
        "&=": operator.iand,
    }
    if operation not in acts:
        raise SyntaxError(f"{operation} is not available in scripts")
    return acts[operation](left, right)
