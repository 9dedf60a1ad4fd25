"""What a form needs to know of a DocType: its definition, scripts, templates, print formats,
workflow and dashboard."""

from pathlib import Path
from typing import Any

from ristretto.context import current, scrub

import frappe
from frappe import _

ASSET_KEYS = (
    "__js",
    "__css",
    "__list_js",
    "__calendar_js",
    "__tree_js",
    "__map_js",
    "__custom_js",
    "__custom_list_js",
    "__dashboard",
    "__print_formats",
    "__workflow_docs",
    "__templates",
    "__form_grid_templates",
    "__listview_template",
    "__messages",
    "__linked_with",
    "__kanban_column_fields",
)
# Key -> (suffix of the file beside the controller, hook that names further files).
_FILES = {
    "__js": (".js", "doctype_js"),
    "__css": (".css", None),
    "__list_js": ("_list.js", "doctype_list_js"),
    "__calendar_js": ("_calendar.js", "doctype_calendar_js"),
    "__tree_js": ("_tree.js", "doctype_tree_js"),
}


def get_meta(doctype: str, cached: bool = True) -> dict[str, Any]:
    """The definition as a dict with every `__` key; children carry their definition only."""
    meta = frappe.get_meta(doctype)
    answer = frappe._dict(meta.as_dict())
    answer["doctype"] = "DocType"
    answer.update(dict.fromkeys(ASSET_KEYS))
    answer["fields"] = [
        _with_link_facts(frappe._dict(field)) for field in answer.get("fields") or []
    ]
    if not meta.istable:
        answer.update(get_scripts(doctype))
        answer.update(_records(doctype))
        answer["__dashboard"] = get_dashboard_data(meta)
    answer["__assets_loaded"] = True
    return answer


def get_scripts(doctype: str) -> dict[str, str | None]:
    """Texts of the script keys; None where there is nothing."""
    meta = frappe.get_meta(doctype)
    found: dict[str, str | None] = {}
    folder = _folder(meta)
    for key, (suffix, hook) in _FILES.items():
        paths = [folder / f"{scrub(doctype)}{suffix}"] if folder else []
        paths += hooked_files(hook, doctype) if hook else []
        found[key] = _join(paths, f"{scrub(doctype)}{key}")
    found["__custom_js"] = _client_scripts(doctype, "Form", "__custom_js")
    found["__custom_list_js"] = _client_scripts(doctype, "List", "__custom_list_js")
    return found


def get_dashboard_data(meta: Any) -> dict[str, Any]:
    """`<doctype>_dashboard.get_data()`, changed by the hook override_doctype_dashboards, plus the
    DocType's Links."""
    data = frappe._dict(_controller_dashboard(meta) or {})
    for path in frappe.get_hooks("override_doctype_dashboards", {}).get(meta.name, []):
        data = frappe._dict(frappe.get_attr(path)(data=data))
    for key, empty in (
        ("transactions", []),
        ("internal_links", {}),
        ("non_standard_fieldnames", {}),
    ):
        data.setdefault(key, empty)
    for link in meta.get("links") or []:
        if not link.get("hidden"):
            _add_link(data, link)
    return data


def _with_link_facts(field: Any) -> Any:
    """search_fields and document type of the DocType that a Link field points to."""
    field.setdefault("is_custom_field", 0)
    field.search_fields = None
    field.linked_document_type = None
    if field.fieldtype == "Link" and field.options and frappe.db.exists("DocType", field.options):
        target = frappe.get_meta(field.options)
        field.linked_document_type = target.document_type
        if target.search_fields:
            field.search_fields = [part.strip() for part in target.search_fields.split(",")]
    return field


def _records(doctype: str) -> dict[str, Any]:
    """Rows of other DocTypes that belong to the form."""
    formats = frappe.get_all(
        "Print Format",
        filters={"doc_type": doctype, "disabled": 0, "docstatus": ["<", 2]},
        fields=["*"],
    )
    boards = []
    if frappe.db.exists("DocType", "Kanban Board"):
        boards = frappe.get_all(
            "Kanban Board", filters={"reference_doctype": doctype}, pluck="field_name"
        )
    return {
        "__print_formats": [frappe._dict(row, doctype="Print Format") for row in formats],
        "__workflow_docs": _workflow_records(doctype),
        "__kanban_column_fields": sorted({board for board in boards if board}),
        "__templates": None,
        "__messages": {},
    }


def _workflow_records(doctype: str) -> list[dict[str, Any]]:
    name = frappe.get_meta(doctype).get_workflow()
    if not name or not frappe.db.exists("Workflow", name):
        return []
    workflow = frappe.get_doc("Workflow", name)
    states = dict.fromkeys(row.state for row in workflow.states)
    known = [state for state in states if frappe.db.exists("Workflow State", state)]
    return [
        workflow.as_dict(),
        *(frappe.get_doc("Workflow State", state).as_dict() for state in known),
    ]


def client_scripts(doctype: str, view: str) -> list[Any]:
    """Enabled Client Scripts in the order of their making: `name`, `script`."""
    rows = frappe.get_all(
        "Client Script",
        filters={"dt": doctype, "enabled": 1, "view": view},
        fields=["name", "script"],
        order_by="creation asc",
    )
    return [row for row in rows if row.script]


def _client_scripts(doctype: str, view: str, key: str) -> str:
    """All of them, each under a comment with its name; "" without any."""
    rows = client_scripts(doctype, view)
    text = "".join(f"\n// {row.name}\n{row.script}\n\n" for row in rows)
    return f"{text}\n\n//# sourceURL={scrub(doctype)}{key}" if text else ""


def _folder(meta: Any) -> Path | None:
    """Folder of a standard DocType; custom ones have none."""
    site = current().site
    module = scrub(str(meta.module or ""))
    app = site.module_app.get(module)
    if meta.custom or not app:
        return None
    return site.app_path(app) / module / "doctype" / scrub(meta.name)


def hooked_files(hook: str, doctype: str) -> list[Path]:
    site = current().site
    found = []
    for app in site.installed_apps:
        paths = frappe.get_hooks(hook, default={}, app_name=app)
        for path in paths.get(doctype, []) if isinstance(paths, dict) else []:
            found.append(site.app_path(app) / str(path).strip("/"))
    return found


def _join(paths: list[Path], source: str) -> str | None:
    texts = [path.read_text(encoding="utf-8") for path in paths if path.is_file()]
    if not texts:
        return None
    return "\n\n".join([*texts, f"//# sourceURL={source}"])


def _controller_dashboard(meta: Any) -> dict[str, Any] | None:
    folder = _folder(meta)
    name = f"{scrub(meta.name)}_dashboard"
    if folder is None or not (folder / f"{name}.py").is_file():
        return None
    module = scrub(meta.module)
    app = current().site.module_app[module]
    return frappe.get_attr(f"{app}.{module}.doctype.{scrub(meta.name)}.{name}.get_data")()


def _add_link(data: Any, link: Any) -> None:
    """One row of the DocType's Links table becomes an item of its group."""
    group = link.get("group") or _("Reference")
    transactions = [frappe._dict(entry) for entry in data.transactions]
    known = next((entry for entry in transactions if entry.label == group), None)
    if known is None:
        known = frappe._dict(label=group, items=[])
        transactions.append(known)
    if link.get("link_doctype") not in known["items"]:
        known["items"] = [*known["items"], link.get("link_doctype")]
    data.transactions = transactions
    if not data.get("fieldname"):
        data.fieldname = link.get("link_fieldname")
    elif data.fieldname != link.get("link_fieldname"):
        data.non_standard_fieldnames[link.get("link_doctype")] = link.get("link_fieldname")
