"""Decides what a Jinja template may do: a sandbox over the templates of the installed apps, output
escaped for HTML files.

Templates are looked up in every installed app, last installed first. Names beginning with an
underscore are out of reach.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import jinja2
from jinja2.sandbox import SandboxedEnvironment, safe_range
from markupsafe import Markup

from ristretto.context import AttrDict, current
from ristretto.context.translate import translate
from ristretto.errors import TemplateNotFoundError, ValidationError

# What templates may reach under `frappe.`; reading and formatting only.
_SAFE_NAMES = (
    "_",
    "_dict",
    "bold",
    "format",
    "format_value",
    "get_all",
    "get_list",
    "get_doc",
    "get_cached_doc",
    "get_meta",
    "get_hooks",
    "get_system_settings",
    "scrub",
    "render_template",
    "has_permission",
    "throw",
)
_READING_NAMES = ("count", "escape", "exists", "get_default", "get_single_value", "get_value")
_FROM_UTILS = {
    "format_date": "global_date_format",
    "get_fullname": "get_fullname",
    "get_gravatar": "get_gravatar_url",
    "get_url": "get_url",
}
# What a line of a template can end in: it names what is not there, or reckons with what is no number.
MISTAKES = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
LONGEST_REPETITION = 1_000_000
_SUFFIXES = (".html", ".md", ".txt", ".xml", ".css")


class AppLoader(jinja2.BaseLoader):
    """Finds `templates/x.html`, `www/y.html` or `<app>/templates/x.html` in the installed apps."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Any]:
        path = self._find(template)
        if path is None:
            raise jinja2.TemplateNotFound(template)
        modified = path.stat().st_mtime
        return path.read_text(encoding="utf-8"), str(path), lambda: path.stat().st_mtime == modified

    def _find(self, template: str) -> Path | None:
        if ".." in template.split("/") or template.startswith("/"):
            return None
        site = current().site
        for app in reversed(site.installed_apps or ["frappe"]):
            root = site.app_path(app)
            for candidate in (root / template, root / template.removeprefix(f"{app}/")):
                if candidate.is_file() and candidate.resolve().is_relative_to(root.resolve()):
                    return candidate
        return None


class _Sandbox(SandboxedEnvironment):
    """Nothing private, nothing that belongs to the interpreter."""

    intercepted_binops = frozenset({"**", "*"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """A module leads to everything that it imports."""
        return super().is_safe_attribute(obj, attr, value) and not isinstance(value, ModuleType)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" and (abs(float(right)) > 100 or abs(float(left)) > 1e9):
            raise ValidationError(translate("The number is too large"))
        if operator == "*" and _repeated(left, right) > LONGEST_REPETITION:
            raise ValidationError(translate("The number is too large"))
        return super().call_binop(context, operator, left, right)


def _repeated(left: Any, right: Any) -> int:
    """Length of a text or list times a number; 0 for other products."""
    if isinstance(left, int):
        left, right = right, left
    sized = isinstance(left, str | bytes | list | tuple) and isinstance(right, int)
    return len(left) * right if sized else 0


def environment() -> SandboxedEnvironment:
    """The environment of the current site; made once per process and stamp."""
    cache = current().site.cache("render:jinja")
    if "environment" not in cache:
        cache["environment"] = _make()
    found: SandboxedEnvironment = cache["environment"]
    return found


def get_template(path: str) -> jinja2.Template:
    """A template file. Raises TemplateNotFoundError (417)."""
    try:
        return environment().get_template(path)
    except jinja2.TemplateNotFound as error:
        raise TemplateNotFoundError(
            translate("Template {0} not found").format(error.name)
        ) from None


def render_template(
    template: str | None,
    context: dict[str, Any] | None = None,
    is_path: bool | None = None,
    safe_render: bool = True,
) -> str:
    """A file (path with a template suffix) or a template text, filled with `context`.

    Raises TemplateNotFoundError, or ValidationError with the line of a mistake. `.__` in a text is
    refused.
    """
    if not template:
        return ""
    by_path = is_path if is_path is not None else _looks_like_path(template)
    if not by_path and safe_render and ".__" in template:
        raise ValidationError(translate("Illegal template"))
    try:
        made = get_template(template) if by_path else environment().from_string(template)
        return made.render(context or {})
    except jinja2.TemplateNotFound as error:
        raise TemplateNotFoundError(
            translate("Template {0} not found").format(error.name)
        ) from None
    except MISTAKES as error:
        raise ValidationError(_mistake(error)) from error


def render_source(text: str, context: dict[str, Any], name: str) -> str:
    """The text of an app's own file, filled: escaped by the file's kind as if it were rendered by its path."""
    made = environment()
    try:
        code = made.compile(text, name=name)
        return made.template_class.from_code(made, code, made.make_globals(None)).render(context)
    except jinja2.TemplateNotFound as error:
        raise TemplateNotFoundError(
            translate("Template {0} not found").format(error.name)
        ) from None
    except MISTAKES as error:
        raise ValidationError(_mistake(error)) from error


def _mistake(error: Exception) -> str:
    """A sentence with the line of the mistake."""
    line = getattr(error, "lineno", None)
    where = translate("line {0}: ").format(line) if line else ""
    return translate("Error in template: {0}{1}").format(where, getattr(error, "message", error))


def _looks_like_path(template: str) -> bool:
    return "\n" not in template and "{" not in template and template.endswith(_SUFFIXES)


def _make() -> SandboxedEnvironment:
    made = _Sandbox(
        loader=AppLoader(),
        undefined=jinja2.ChainableUndefined,
        autoescape=jinja2.select_autoescape(("html", "htm", "xml"), default_for_string=False),
        trim_blocks=False,
    )
    made.globals.update(_globals())
    made.filters.update(_filters())
    _add_hooked(made)
    return made


def _globals() -> dict[str, Any]:
    return {
        "_": translate,
        "frappe": _FrappeNames(),
        "get_url": _later("frappe.utils", "get_url"),
        "scrub": _later("frappe", "scrub"),
        "html2text": _later("frappe.utils", "to_markdown"),
        "guess_mimetype": _later("mimetypes", "guess_type"),
        "dict": dict,
        "_dict": AttrDict,
        "len": len,
        "range": safe_range,
    }


def _filters() -> dict[str, Any]:
    return {
        "json": lambda value, indent=None: Markup(_to_json(value)),
        "len": len,
        "int": _later("frappe.utils", "cint"),
        "str": str,
        "flt": _later("frappe.utils", "flt"),
        "markdown": _later("frappe.utils", "markdown"),
        "abs_url": _later("frappe.utils", "get_url"),
        "global_date_format": _later("frappe.utils", "global_date_format"),
    }


class _FrappeNames:
    """`frappe.x` inside templates: the names of the list above, and facts of the session."""

    def __getattr__(self, name: str) -> Any:
        if name == "session":
            return AttrDict(user=current().user, csrf_token=current().session.data.csrf_token)
        if name == "form_dict":
            return current().form_dict
        if name == "lang":
            return current().lang
        if name == "utils":
            # Never the module: what it imports (sys, os) would come with it.
            return import_module("frappe.utils.safe_exec").safe_utils()
        if name in _FROM_UTILS:
            return getattr(import_module("frappe.utils"), _FROM_UTILS[name])
        if name == "db":
            return _ReadingDatabase()
        if name in _SAFE_NAMES:
            return getattr(import_module("frappe"), name)
        raise AttributeError(name)


class _ReadingDatabase:
    """`frappe.db` inside templates: what reads. On stock templates may write as well (a closed hole)."""

    def __getattr__(self, name: str) -> Any:
        if name in ("get_list", "get_all"):
            return getattr(import_module("frappe"), name)
        if name in _READING_NAMES:
            return getattr(import_module("frappe").db, name)
        raise AttributeError(name)


def _later(module: str, name: str) -> Any:
    """A function of the public namespace, looked up when it is called."""

    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(import_module(module), name)(*args, **kwargs)

    return call


def _to_json(value: Any) -> str:
    return str(import_module("frappe").as_json(value)).replace("<", "\\u003c")


def _add_hooked(made: SandboxedEnvironment) -> None:
    """`jinja = {"methods": [...], "filters": [...]}` of the apps: dotted functions or modules."""
    hooks = current().site.get_hooks("jinja", {})
    for kind, target in (("methods", made.globals), ("filters", made.filters)):
        for path in hooks.get(kind, []) if isinstance(hooks, dict) else []:
            target.update(_named(str(path)))


def _named(path: str) -> dict[str, Any]:
    """{name: function} of a dotted function, or of all public functions of a module."""
    module_path, _dot, name = path.rpartition(".")
    found = getattr(import_module(module_path), name, None) if module_path else None
    if callable(found):
        return {name: found}
    module = import_module(path)
    own = (item for item in vars(module).items() if not item[0].startswith("_"))
    return {key: value for key, value in own if callable(value) and value.__module__ == path}
