"""Pages of the desk that apps bring: their record with script, style and content."""

from pathlib import Path
from typing import Any

from ristretto.context import current, scrub

import frappe


@frappe.whitelist()
@frappe.read_only()
def get(name: str) -> Any:
    """A page the caller's roles admit, with `script`, `style` and `content`. Raises
    PermissionError."""
    page = frappe.get_doc("Page", name)
    if not page.is_permitted():
        raise frappe.PermissionError(frappe._("Page {0}: your roles do not open it").format(name))
    values = page.as_dict()
    values.update(
        script=get_script(name),
        style=_text(page, ".css") or values.get("style"),
        content=_text(page, ".html") or values.get("content"),
    )
    values["__assets_loaded"] = True
    return values


@frappe.whitelist(allow_guest=False)
@frappe.read_only()
def getpage(name: str) -> None:
    """The page in `docs` of the answer."""
    current().response.setdefault("docs", []).append(get(name))


def get_script(name: str) -> str:
    """Text of `<app>/<module>/page/<name>/<name>.js`, with what the hook page_js adds; "" when
    there is none."""
    page = frappe.get_doc("Page", name)
    if not page.is_permitted():
        raise frappe.PermissionError(frappe._("Page {0}: your roles do not open it").format(name))
    parts = [_text(page, ".js")]
    site = current().site
    for app in site.installed_apps:
        hooks = frappe.get_hooks("page_js", default={}, app_name=app)
        for path in hooks.get(name, []) if isinstance(hooks, dict) else []:
            parts.append(_read(site.app_path(app) / str(path).strip("/")))
    return "\n\n".join(part for part in parts if part)


def _text(page: Any, suffix: str) -> str:
    site = current().site
    module = scrub(str(page.module or ""))
    app = site.module_app.get(module)
    if not app:
        return ""
    folder = scrub(page.name)
    return _read(site.app_path(app) / module / "page" / folder / f"{folder}{suffix}")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
