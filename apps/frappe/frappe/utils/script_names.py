"""The names that server scripts find, and the guards under them."""

from __future__ import annotations

import json
import mimetypes
import operator
from io import BytesIO
from typing import Any

import RestrictedPython.Guards
from RestrictedPython import PrintCollector, safe_globals
from ristretto.context import AttrDict, expressions, script_budget
from werkzeug.wrappers import Request

import frappe
from frappe.utils import data as _data
from frappe.utils import script_calls, site_settings

_BUILTINS = (abs, all, any, bool, bytes, dict, enumerate, isinstance, issubclass, list, max, min)
_BUILTINS += (set, sorted, sum, tuple, zip)
_ENDS = ("BaseException", "GeneratorExit", "KeyboardInterrupt", "SystemExit")
_NOT_IN_TEMPLATES = {"encode", "sanitize_column", "get_filter"}
_CLOSED = (type, type(json), type(lambda: 0), type("".join), type(print))
_IN_PLACE = {
    "+=": (script_budget.add, operator.iadd),
    "-=": (None, operator.isub),
    "*=": (script_budget.mult, operator.imul),
    "/=": (None, operator.itruediv),
    "//=": (None, operator.ifloordiv),
    "%=": (script_budget.modulo, operator.imod),
    "|=": (None, operator.ior),
    "&=": (None, operator.iand),
    "^=": (None, operator.ixor),
    "**=": (script_budget.power, operator.ipow),
    "<<=": (script_budget.shift, operator.ilshift),
    ">>=": (None, operator.irshift),
}


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


def get_safe_globals() -> dict[str, Any]:
    """Names that server scripts and Jinja templates may use."""
    from frappe.frappeclient import FrappeClient

    form_dict = frappe.local.form_dict
    form_dict.pop("_", None)
    out = NamespaceDict(
        json=NamespaceDict(loads=json.loads, dumps=json.dumps),
        as_json=frappe.as_json,
        dict=dict,
        log=frappe.log,
        _dict=frappe._dict,
        args=form_dict,
        frappe=_frappe_names(),
        FrappeClient=FrappeClient,
        style=frappe._dict(border_color="#d1d8dd"),
        _=frappe._,
        scrub=frappe.scrub,
        guess_mimetype=mimetypes.guess_type,
        html2text=_data.to_markdown,
        dev_server=bool(frappe.conf.developer_mode),
        run_script=script_calls.run_script,
        is_job_queued=script_calls.is_job_queued,
        get_visible_columns=get_visible_columns,
    )
    out.update(safe_globals)
    out.update(get_python_builtins())
    out.update(guards())
    out["_getiter_"] = (
        iter  # safe_exec counts turns; code of apps that runs these names itself has no budget
    )
    return out


def get_python_builtins() -> dict[str, Any]:
    """Builtins of scripts beyond those of RestrictedPython."""
    return {
        **{builtin.__name__: builtin for builtin in _BUILTINS},
        "range": script_budget.bounded_range,
        "pow": script_budget.power,
    }


def guards() -> dict[str, Any]:
    """What the compiled text calls instead of Python's own steps; no name of a script replaces one."""
    builtins = safe_globals["__builtins__"].items()
    return {
        **expressions.GUARDS,
        **script_budget.GUARDS,
        "_write_": _write,
        "_getattr_": _quiet_getattr,
        "_print_": _ScriptPrint,
        "_inplacevar_": _inplace,
        # nothing of a script can end its process, or take the end of its time for an error of its own
        "__builtins__": {
            name: value for name, value in builtins if name not in (*_ENDS, "range", "pow")
        },
    }


def _frappe_names() -> NamespaceDict:
    from frappe.integrations import utils as integrations
    from frappe.model.mapper import get_mapped_doc

    session = frappe.session
    names = NamespaceDict(
        call=script_calls.call_whitelisted_function,
        flags=frappe._dict(),
        format=frappe.format_value,
        date_format=site_settings.default("date_format"),
        time_format=site_settings.default("time_format"),
        format_date=_data.global_date_format,
        form_dict=frappe.local.form_dict,
        get_mapped_doc=get_mapped_doc,
        user=session.user,
        full_name=session.data.full_name,
        request=request_copy(frappe.local.request),
        session=frappe._dict(user=session.user, csrf_token=session.data.csrf_token),
        socketio_port=frappe.conf.socketio_port,
        get_hooks=script_calls.get_hooks,
        enqueue=script_calls.safe_enqueue,
        utils=safe_utils(),
        get_url=_data.get_url,
        get_fullname=frappe.utils.get_fullname,
        get_gravatar=frappe.utils.get_gravatar_url,
        sanitize_html=frappe.utils.sanitize_html,
        db=_db_names(),
        lang=frappe.local.lang or "en",
        response=frappe.response,
    )
    for verb in ("get", "post", "put", "patch", "delete"):
        names[f"make_{verb}_request"] = getattr(integrations, f"make_{verb}_request")
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
    names.update(get_list=frappe.get_list, get_all=frappe.get_all, sql=script_calls.read_sql)
    return names


def request_copy(request: Any) -> Any:
    """The request as a script may see it: texts and body, no files, nothing of the server that runs it."""
    if request is None:
        return frappe._dict()
    environ = {k: v for k, v in request.environ.items() if isinstance(v, str)}
    is_form = (request.mimetype or "").startswith("multipart/")
    body = b"" if is_form else request.get_data(cache=True)
    environ.update({"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))})
    return Request(environ)


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
    if isinstance(holder, str | bytes) and (method := script_budget.bounded_method(holder, name)):
        return method
    return RestrictedPython.Guards.safer_getattr(holder, name, default)


def _write(obj: Any) -> Any:
    if isinstance(obj, _CLOSED):
        raise SyntaxError(f"Not allowed to write to object {obj} of type {type(obj)}")
    return obj


def _inplace(operation: str, left: Any, right: Any) -> Any:
    if operation not in _IN_PLACE:
        raise SyntaxError(f"{operation} is not available in scripts")
    plain, in_place = _IN_PLACE[operation]
    immutable = isinstance(left, str | bytes | int | float | tuple)
    return plain(left, right) if plain and immutable else in_place(left, right)
