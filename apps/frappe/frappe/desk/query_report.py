"""Reports as the desk runs them: rights, the report's own way of making rows, totals, exports."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ristretto.context import current
from ristretto.insight.columns import pad, read_columns, rows_as_dicts
from ristretto.insight.rows import visible_rows
from ristretto.insight.totals import total_row
from ristretto.web.listing import parse_json, parse_list
from ristretto.web.whitelist import slow

import frappe
from frappe import _
from frappe.core.doctype.report.report import enable_prepared_report
from frappe.utils import cint, sbool

SLOW_SECONDS = 15.0  # a report that takes longer runs in the background from then on


def get_report_doc(report_name: str) -> Any:
    """The report that the user may run.

    Of a Custom Report the one it stands on, with its columns.
    """
    report = frappe.get_doc("Report", report_name)
    report.custom_columns, report.custom_filters = [], []
    if report.report_type == "Custom Report":
        saved, report = report, get_reference_report(report)
        values = json.loads(saved.json) if saved.json else {}
        report.custom_columns = values.get("columns") or []
        report.custom_filters = values.get("filters") or []
        report.is_custom_report = True
        report.custom_report = saved.name
        report.prepared_report = saved.prepared_report
        _check_roles(saved)
    _check_roles(report)
    if not frappe.has_permission(report.ref_doctype, "report"):
        frappe.throw(
            _("Report: your roles give no right to reports on {0}").format(_(report.ref_doctype)),
            frappe.PermissionError,
        )
    if report.disabled:
        frappe.throw(_("Report {0} is disabled").format(_(report_name)))
    return report


def _check_roles(report: Any) -> None:
    if not report.is_permitted():
        frappe.throw(
            _("Report {0}: your roles do not open it").format(_(report.name)),
            frappe.PermissionError,
        )


def get_reference_report(report: Any) -> Any:
    """The first report below a chain of Custom Reports."""
    while report.report_type == "Custom Report":
        report = frappe.get_doc("Report", report.reference_report)
        report.custom_columns, report.custom_filters = [], []
    return report


# running ------------------------------------------------------------------------------------------


@frappe.whitelist()
@frappe.read_only()
@slow()
def run(
    report_name: str,
    filters: Any = None,
    user: str | None = None,
    ignore_prepared_report: Any = False,
    custom_columns: Any = None,
    is_tree: Any = False,
    parent_field: str | None = None,
    are_default_filters: Any = True,
) -> dict[str, Any]:
    """Columns, rows and what else a report answers. The rows are those its reader may see."""
    report = get_report_doc(report_name)
    saved = sbool(are_default_filters) and report.custom_filters
    given = report.custom_filters if saved else filters
    values = parse_json(given, "filters") if given else {}
    chosen = parse_list(custom_columns, "custom_columns", of=dict) or None
    wanted = values.pop("prepared_report_name", None) if isinstance(values, dict) else None
    if wanted or (report.prepared_report and not sbool(ignore_prepared_report) and not chosen):
        result = get_prepared_report_result(report, values, wanted or "", frappe.session.user)
    else:
        user = frappe.session.user
        result = generate_report_result(report, values, user, chosen, sbool(is_tree), parent_field)
    result["add_total_row"] = report.add_total_row and not result.get("skip_total_row")
    if saved:
        result["custom_filters"] = report.custom_filters
    return result


def get_prepared_report_result(
    report: Any, filters: dict[str, Any], dn: str = "", user: str | None = None
) -> dict[str, Any]:
    """The newest run in the background with these filters, or the named one; `doc` is None without one."""
    from frappe.core.doctype.prepared_report.prepared_report import (
        get_completed_prepared_report,
        is_for,
    )

    name = report.get("custom_report") or report.name
    dn = dn or get_completed_prepared_report(filters, user or frappe.session.user, name) or ""
    doc = frappe.get_doc("Prepared Report", dn) if dn else None
    if doc is not None and (doc.report_name != name or not is_for(doc)):
        raise frappe.PermissionError(_("This prepared report belongs to another user"))
    data = doc.get_prepared_data() if doc is not None else None
    found: dict[str, Any] = json.loads(data) if data else {}
    for column in found.get("columns") or ():
        column["label"] = _(column.get("label"))
    return {**found, "prepared_report": True, "doc": doc}


def generate_report_result(
    report: Any,
    filters: Any = None,
    user: str | None = None,
    custom_columns: Any = None,
    is_tree: Any = False,
    parent_field: str | None = None,
) -> dict[str, Any]:
    """Run a report and bring its answer into one shape."""
    values = frappe.parse_json(filters) if filters else {}
    with _timed(report) as clock:
        answer = pad(get_report_result(report, values))
    columns, rows, message, chart, summary, skip_total = answer
    columns = read_columns(columns)
    rows = rows_as_dicts(columns, rows)
    columns = _chosen_columns(report, columns, custom_columns)
    rows = _with_linked_values(columns, rows)
    rows = visible_rows(report.ref_doctype, columns, rows, user or frappe.session.user)
    if cint(report.add_total_row) and rows and not skip_total:
        rows = add_total_row(rows, columns, is_tree=is_tree, parent_field=parent_field)
    return {
        "result": rows,
        "columns": columns,
        "message": message,
        "chart": chart,
        "report_summary": summary,
        "skip_total_row": skip_total or 0,
        "status": None,
        "execution_time": round(clock(), 3),
    }


@contextmanager
def _timed(report: Any) -> Iterator[Callable[[], float]]:
    """Measures a run. A report that is too slow to wait for, or was stopped, is prepared from now on."""
    started = time.monotonic()
    try:
        yield lambda: time.monotonic() - started
    finally:
        is_slow = time.monotonic() - started > SLOW_SECONDS
        scripted = report.report_type in ("Query Report", "Script Report")
        if is_slow and scripted and not report.prepared_report and not frappe.conf.developer_mode:
            _later(lambda: enable_prepared_report(report.name))


def _later(task: Callable[[], Any]) -> None:
    """After the answer of a request, which reads only; at once in a job."""
    tasks = current().__dict__.get("afterwards")
    task() if tasks is None else tasks.append(task)


def get_report_result(report: Any, filters: Any) -> Any:
    """What the report itself returns: columns, rows, message, chart, summary, skip_total_row."""
    if report.report_type == "Query Report":
        return execute_query_report(report, filters)
    if report.report_type == "Report Builder":
        return execute_builder_report(report, filters)
    return execute_script_report(report, filters)


def execute_query_report(report: Any, filters: Any) -> list[Any]:
    from ristretto.insight.query import run_query

    if not report.query:
        frappe.throw(
            _("Query: write the statement that the report runs"), title=_("Report Document Error")
        )
    names, rows = run_query(report.query, dict(filters or {}))
    return [report.get_columns() or names, [list(row) for row in rows]]


def execute_builder_report(report: Any, filters: Any) -> list[Any]:
    """A saved list or its groups: the same question as the Report view asks, with the reader's rights."""
    from frappe.desk.report_builder import chart_of, has_total, saved_settings, table_of

    settings = saved_settings(report)
    table = table_of(report.ref_doctype, settings, filters)
    report.add_total_row = cint(report.add_total_row or has_total(settings))
    return [table.columns, table.rows, None, chart_of(table, settings)]


def execute_script_report(report: Any, filters: Any) -> Any:
    """`execute(filters)` of the report's module, or its own script where it belongs to the site."""
    values = frappe._dict(filters or {})
    if report.is_standard == "Yes":
        return frappe.get_attr(f"{_module(report)}.execute")(values)
    from frappe.utils.safe_exec import safe_exec

    scope: dict[str, Any] = {"filters": values, "data": None, "result": None}
    safe_exec(report.report_script, None, scope, script_filename=f"Report {report.name}")
    if scope["data"]:
        return scope["data"]
    return [report.get_columns(), scope["result"]]


def _module(report: Any) -> str:
    """Dotted path of a report that ships with an app."""
    module = report.module or frappe.db.get_value("DocType", report.ref_doctype, "module")
    app = frappe.local.module_app[frappe.scrub(module)]
    name = frappe.scrub(report.name)
    return f"{app}.{frappe.scrub(module)}.report.{name}.{name}"


def _chosen_columns(report: Any, columns: list[Any], custom_columns: Any) -> list[Any]:
    """The reader's choice of columns: saved ones replace, unsaved ones are put in their place."""
    if report.custom_columns:
        columns = read_columns(report.custom_columns)
    for column in custom_columns or ():
        place = cint(column.get("insert_after_index")) + 1
        columns.insert(place, read_columns([column])[0])
    return columns


def _with_linked_values(columns: list[Any], rows: list[Any]) -> list[Any]:
    """Fill columns that show a field of a linked record, as far as the reader may read it."""
    for column in columns:
        link = column.get("link_field")
        if not link or not column.get("doctype"):
            continue
        by = link.get("fieldname") if isinstance(link, dict) else link
        fieldname = column.fieldname.split("-")[0]
        values = get_data_for_custom_field(column.doctype, fieldname, [row.get(by) for row in rows])
        for row in rows:
            row[column.fieldname] = values.get(row.get(by))
    return rows


@frappe.whitelist()
def get_data_for_custom_field(doctype: str, field: str, names: Any = None) -> dict[str, Any]:
    """name -> value of one field, of records that the user may read."""
    frappe.has_permission(doctype, "read", throw=True)
    wanted = None if names is None else parse_list(names, "names")
    filters = (
        {"name": ["in", [name for name in wanted if name] or [""]]} if wanted is not None else {}
    )
    rows = frappe.get_list(doctype, filters=filters, fields=["name", field], limit_page_length=0)
    return {row.name: row.get(field) for row in rows}


def add_total_row(
    result: list[Any],
    columns: list[Any],
    meta: Any = None,
    is_tree: Any = False,
    parent_field: str | None = None,
) -> list[Any]:
    """The rows followed by one list of totals."""
    total = total_row(
        columns, result, label=_("Total"), is_tree=bool(is_tree), parent_field=parent_field
    )
    return [*result, total]


# what the desk needs before running ---------------------------------------------------------------


@frappe.whitelist()
@frappe.read_only()
def get_script(report_name: str) -> dict[str, Any]:
    """The report's client script (filters, formatters), print template and stored filters."""
    report = get_report_doc(report_name)
    folder = _folder(report)
    script = _text(folder, ".js") or report.javascript
    if script:
        script = f"{script}\n\n//# sourceURL={frappe.scrub(report.name)}.js"
    return {
        "script": script or f"frappe.query_reports['{report_name}']={{}}",
        "html_format": _text(folder, ".html"),
        "execution_time": 0,
        "filters": [row.as_dict(no_nulls=True) for row in report.filters],
        "custom_report_name": report.get("custom_report"),
    }


def _folder(report: Any) -> Path | None:
    """The folder of a report that ships with an app."""
    if report.is_standard != "Yes":
        return None
    module = report.module or frappe.db.get_value("DocType", report.ref_doctype, "module")
    folder = Path(frappe.get_module_path(module)) / "report" / frappe.scrub(report.name)
    return folder if folder.is_dir() else None


def _text(folder: Path | None, suffix: str) -> str | None:
    path = folder / f"{folder.name}{suffix}" if folder else None
    return path.read_text(encoding="utf-8") if path and path.is_file() else None


@frappe.whitelist()
def save_report(reference_report: str, report_name: str, columns: str, filters: str) -> str:
    """Keep a choice of columns and filters as a Custom Report of the user."""
    source = get_report_doc(reference_report)
    values = json.dumps(
        {"columns": parse_json(columns, "columns"), "filters": parse_json(filters, "filters")}
    )
    existing = frappe.db.get_value(
        "Report", {"report_name": report_name, "is_standard": "No", "report_type": "Custom Report"}
    )
    if existing:
        doc = frappe.get_doc("Report", existing)
        doc.json = values
        doc.save()
        frappe.msgprint(_("Report updated successfully"))
        return doc.name
    doc = frappe.get_doc(
        {
            "doctype": "Report",
            "report_name": report_name,
            "json": values,
            "ref_doctype": source.ref_doctype,
            "is_standard": "No",
            "report_type": "Custom Report",
            "reference_report": reference_report,
        }
    ).insert()
    frappe.msgprint(_("{0} saved successfully").format(doc.name))
    return doc.name


# export -------------------------------------------------------------------------------------------


@frappe.whitelist()
@frappe.read_only()
@slow()
def export_query() -> None:
    """Answer a report as an Excel, CSV or PDF file; needs the export right on the report's DocType."""
    from frappe.desk.report_export import export_result

    form = frappe._dict(frappe.local.form_dict)
    report = get_report_doc(form.report_name)
    if not frappe.has_permission(report.ref_doctype, "export"):
        frappe.throw(
            _("{0}: your roles do not let you export").format(_(report.ref_doctype)),
            frappe.PermissionError,
        )
    result = run(
        form.report_name,
        form.filters,
        custom_columns=form.custom_columns,
        is_tree=form.is_tree,
        parent_field=form.parent_field,
        are_default_filters=False,
    )
    export_result(form, result)
