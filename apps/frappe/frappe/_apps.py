"""Apps, modules, paths and dotted names."""

from __future__ import annotations

import inspect
import json
from importlib import import_module
from pathlib import Path
from typing import Any

from ristretto import errors
from ristretto.context import AttrDict, current, scrub
from ristretto.context.dotted import get_attr as get_attr
from ristretto.context.translate import translate as _


def get_module(modulename: str) -> Any:
    return import_module(modulename)


def get_hooks(hook: str | None = None, default: Any = None, app_name: str | None = None) -> Any:
    """The merged hooks of the installed apps, or one key of them."""
    return current().site.get_hooks(hook, default, app_name)


def get_doc_hooks() -> Any:
    return current().site.get_hooks("doc_events", {})


def get_installed_apps(
    *, _ensure_on_bench: bool = False, sort: bool = False, frappe_last: bool = False
) -> list[str]:
    apps = list(current().site.installed_apps)
    return [*apps[1:], apps[0]] if frappe_last and apps else apps


def get_all_apps(with_internal_apps: bool = True, sites_path: str | None = None) -> list[str]:
    """Apps of the bench, from sites/apps.txt, the framework first."""
    path = Path(sites_path or current().site.sites_path) / "apps.txt"
    listed = path.read_text(encoding="utf-8").split() if path.exists() else []
    return ["frappe", *(app for app in listed if app != "frappe")]


def get_app_path(app_name: str, *joins: str) -> str:
    return str(current().site.app_path(app_name).joinpath(*joins))


def get_app_source_path(app_name: str, *joins: str) -> str:
    return str(current().site.app_path(app_name).parent.joinpath(*joins))


def get_pymodule_path(modulename: str, *joins: str) -> str:
    return str(Path(str(import_module(scrub(modulename)).__file__)).parent.joinpath(*joins))


def get_module_path(module: str, *joins: str) -> str:
    """Folder of a module (`ISO Audit`) in its app."""
    app = current().site.module_app.get(scrub(module))
    if app is None:
        raise errors.DoesNotExistError(_("Module {0} not found").format(module))
    return str(current().site.app_path(app).joinpath(scrub(module), *joins))


def get_module_list(app_name: str) -> list[str]:
    return current().site.module_titles(app_name)


def get_site_path(*joins: str) -> str:
    return str(current().site.path.joinpath(*joins))


def get_site_config(sites_path: str | None = None, site_path: str | None = None) -> Any:
    return current().conf.copy()


def get_file_items(
    path: str, raise_not_found: bool = False, ignore_empty_lines: bool = True
) -> list[str]:
    file = Path(path)
    if not file.exists():
        if raise_not_found:
            raise FileNotFoundError(path)
        return []
    return [
        line.strip()
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]


def get_file_json(path: str) -> Any:
    return json.loads(Path(path).read_text(encoding="utf-8"))


def read_file(path: str, raise_not_found: bool = False, as_base64: bool = False) -> Any:
    """Text of a file, None when it is missing."""
    file = Path(path)
    if not file.exists():
        if raise_not_found:
            raise FileNotFoundError(f"{path} Not Found")
        return None
    if as_base64:
        import base64

        return base64.b64encode(file.read_bytes()).decode()
    return file.read_text(encoding="utf-8")


def call(fn: Any, *args: Any, **kwargs: Any) -> Any:
    """Call with those keyword arguments that the function takes."""
    target = get_attr(fn) if isinstance(fn, str) else fn
    return target(*args, **get_newargs(target, kwargs))


def get_newargs(fn: Any, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Arguments a caller may pass on; `flags` and `ignore_permissions` never come from outside."""
    parameters = inspect.signature(fn).parameters
    takes_all = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters.values())
    passed = (
        dict(kwargs)
        if takes_all
        else {key: value for key, value in kwargs.items() if key in parameters}
    )
    passed.pop("ignore_permissions", None)
    passed.pop("flags", None)
    return passed


def get_domain_data(module: str) -> Any:
    """The `data` of a domain that an app names in the hook `domains`; empty without one."""
    found = get_hooks("domains", {}).get(module)
    return AttrDict(get_attr(f"{found[0]}.data")) if found else AttrDict()


def create_folder(path: str, with_init: bool = False) -> None:
    """Make a folder, as a Python package when `with_init`."""
    folder = Path(path)
    if not folder.exists():
        folder.mkdir(parents=True)
        if with_init:
            (folder / "__init__.py").touch()


def get_meta_module(doctype: str) -> Any:
    """The module of a DocType's controller."""
    from frappe.modules import load_doctype_module

    return load_doctype_module(doctype)
