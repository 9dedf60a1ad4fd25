"""Controller of Dashboard Chart, and the figures a chart shows.

By time, by group, per day of a year.

Figures go through `get_list`: a chart counts only what its viewer may read.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

from ristretto.web.listing import parse_filters, parse_list, parse_object

import frappe
from frappe import _
from frappe.desk.allowed import allowed_reports, figures_condition, readable_doctypes
from frappe.desk.report_words import titles_of
from frappe.model.document import Document
from frappe.utils import cint, flt, format_date, get_datetime, getdate, now_datetime
from frappe.utils.dateutils import (
    get_dates_from_timegrain,
    get_from_date_from_timespan,
    get_period,
    get_period_beginning,
)

_INTERVALS = ("Yearly", "Quarterly", "Monthly", "Weekly", "Daily")
_FUNCTIONS = {"Sum": "sum", "Count": "count", "Average": "avg"}


class DashboardChart(Document):
    """What is counted, over which records, drawn how."""

    def validate(self) -> None:
        if self.is_standard and not frappe.conf.developer_mode and not _from_files():
            frappe.throw(_("Cannot edit Standard charts"))
        if self.chart_type not in ("Custom", "Report"):
            self.check_required_field()
            self.check_document_type()
        self.validate_custom_options()

    def on_update(self) -> None:
        if frappe.conf.developer_mode and self.is_standard and not _from_files():
            from frappe.modules.export_file import export_to_files

            export_to_files(record_list=[["Dashboard Chart", self.name]], record_module=self.module)

    def check_required_field(self) -> None:
        if not self.document_type:
            frappe.throw(_("Document Type: choose what the chart counts"))
        if frappe.get_meta(self.document_type).istable and not self.parent_document_type:
            frappe.throw(_("Parent Document Type: choose the form that holds this table"))
        if self.chart_type != "Group By":
            if not self.based_on:
                frappe.throw(_("Time Series Based On: choose the date field"))
            return
        if not self.group_by_based_on:
            frappe.throw(_("Group By Based On: choose the field that makes the groups"))
        if self.group_by_type in ("Sum", "Average") and not self.aggregate_function_based_on:
            frappe.throw(_("Aggregate Field: choose the field to add up"))

    def check_document_type(self) -> None:
        if frappe.get_meta(self.document_type).issingle:
            frappe.throw(_("Document Type: this form holds one record only, a chart needs a list"))

    def validate_custom_options(self) -> None:
        try:
            json.loads(self.custom_options or "{}")
        except ValueError as error:
            frappe.throw(_("Custom Options: this is not valid JSON: {0}").format(error))


def _from_files() -> bool:
    """Whether an app's files are being read into the site."""
    flags = frappe.flags
    return bool(flags.in_install or flags.in_migrate or flags.in_import or flags.in_patch)


def get_permission_query_conditions(
    user: str | None = None, doctype: str | None = None
) -> str | None:
    return figures_condition("Dashboard Chart", user, "chart_type")


def has_permission(
    doc: Any, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
    """By the chart's own roles, else by the DocType or report behind it."""
    user = user or frappe.session.user
    roles = set(frappe.get_roles(user))
    if "System Manager" in roles:
        return True
    if doc.get("roles"):
        return bool({row.role for row in doc.roles} & roles)
    if doc.chart_type == "Report":
        return doc.report_name in allowed_reports(user)
    if doc.chart_type == "Custom":
        return True
    return doc.document_type in readable_doctypes(user)


@frappe.whitelist()
@frappe.read_only()
def get(
    chart_name: str | None = None,
    chart: Any = None,
    no_cache: Any = None,
    filters: Any = None,
    from_date: str | None = None,
    to_date: str | None = None,
    timespan: str | None = None,
    time_interval: str | None = None,
    heatmap_year: Any = None,
    refresh: Any = None,
) -> Any:
    """Labels and values of a stored chart, or of one that is being made."""
    doc = _chart(chart_name, chart)
    if doc.chart_type == "Custom":
        return _from_source(doc, filters, from_date, to_date, timespan, time_interval, heatmap_year)
    if doc.chart_type == "Report":
        return _from_report(doc, filters)
    rows = parse_list(filters, "filters", of=list) or parse_list(
        doc.filters_json, "filters_json", of=list
    )
    rows.append([doc.document_type, "docstatus", "<", 2])
    rows = [row[:4] for row in rows]
    if doc.chart_type == "Group By":
        return get_group_by_chart_config(doc, rows)
    if doc.type == "Heatmap":
        return get_heatmap_chart_config(doc, rows, heatmap_year or doc.heatmap_year)
    timespan, interval = timespan or doc.timespan, time_interval or doc.time_interval
    if interval not in _INTERVALS:
        frappe.throw(_("Time Interval: choose one of {0}").format(", ".join(_INTERVALS)))
    start, end = _range(doc, timespan, from_date, to_date)
    return get_chart_config(doc, rows, timespan, interval, start, end)


def _chart(chart_name: str | None, chart: Any) -> Any:
    """The chart; a stored one only for those who may read it."""
    if not chart_name:
        return frappe._dict(parse_object(chart, "chart"))
    doc = frappe.get_doc("Dashboard Chart", chart_name)
    doc.check_permission("read")
    return doc


def _range(doc: Any, timespan: str | None, from_date: Any, to_date: Any) -> tuple[Any, Any]:
    if timespan != "Select Date Range":
        return None, None
    return get_datetime(from_date or doc.from_date), get_datetime(to_date or doc.to_date)


def _from_source(doc: Any, *arguments: Any) -> Any:
    """Figures of a Dashboard Chart Source: its module's `get`."""
    names = ("filters", "from_date", "to_date", "timespan", "time_interval", "heatmap_year")
    source = frappe.get_doc("Dashboard Chart Source", doc.source)
    scrubbed = frappe.scrub(source.name)
    app = frappe.local.module_app[frappe.scrub(source.module)]
    module = f"{app}.{frappe.scrub(source.module)}.dashboard_chart_source.{scrubbed}.{scrubbed}"
    method = frappe.get_attr(f"{module}.get")
    frappe.is_whitelisted(method)
    return frappe.call(
        method,
        chart_name=doc.name,
        chart=doc,
        no_cache=1,
        **dict(zip(names, arguments, strict=True)),
    )


def _from_report(doc: Any, filters: Any) -> Any:
    """The report's own chart, or its columns: labels of one, a series of each other."""
    from frappe.desk.query_report import run

    values = parse_object(filters, "filters") or parse_object(doc.filters_json, "filters_json")
    answer = run(doc.report_name, values, ignore_prepared_report=True, are_default_filters=False)
    if cint(doc.use_report_chart):
        return (answer["chart"] or {}).get("data")
    rows = [row for row in answer["result"] if isinstance(row, dict)]
    labels = {column.fieldname: _(column.label) for column in answer["columns"]}
    return {
        "labels": [row.get(doc.x_field) for row in rows],
        "datasets": [
            {
                "name": labels.get(each.y_field),
                "values": [flt(row.get(each.y_field)) for row in rows],
            }
            for each in doc.y_axis
        ],
    }


def get_chart_config(
    chart: Any,
    filters: list[Any],
    timespan: str | None,
    timegrain: str,
    from_date: Any,
    to_date: Any,
) -> dict[str, Any]:
    """A value for each period of a time span."""
    end = to_date or now_datetime()
    start = from_date or get_period_beginning(
        get_from_date_from_timespan(end, timespan or ""), timegrain
    )
    start = getdate(start)
    doctype, datefield = chart.document_type, chart.based_on
    filters = [
        *filters,
        [doctype, datefield, ">=", str(start)],
        [doctype, datefield, "<=", str(end)],
    ]
    value = chart.value_based_on
    rows = frappe.get_list(
        doctype,
        fields=[
            f"{datefield} as day",
            f"sum({value}) as total" if value else "count(name) as total",
            "count(name) as rows",
        ],
        filters=filters,
        group_by=datefield,
        order_by=f"{datefield} asc",
        parent_doctype=chart.parent_document_type,
        limit_page_length=0,
    )
    data = [(row.day, row.total, row.rows) for row in rows]
    result = get_result(data, timegrain, start, end, chart.chart_type)
    return {
        "labels": [_label(row[0], timegrain) for row in result],
        "datasets": [{"name": chart.name, "values": [row[1] for row in result]}],
    }


def _label(day: Any, timegrain: str) -> str:
    """English keeps its names of months; other languages write numbers, which all of them read."""
    if timegrain in ("Daily", "Weekly"):
        return format_date(day)
    day = getdate(day)
    if frappe.local.lang == "en" or timegrain == "Yearly":
        return get_period(day, timegrain)
    if timegrain == "Quarterly":
        return _("Quarter {0}/{1}").format((day.month - 1) // 3 + 1, day.year)
    return f"{day.month:02}/{day.year}"


def get_result(
    data: Any, timegrain: str, from_date: Any, to_date: Any, chart_type: str
) -> list[list[Any]]:
    """[last day of the period, value] for every period; `data` is (day, sum, count) in order."""
    result: list[list[Any]] = []
    rows = iter(data)
    row = next(rows, None)
    for end in get_dates_from_timegrain(from_date, to_date, timegrain):
        total, count = 0.0, 0
        while row is not None and getdate(row[0]) <= end:
            total, count = total + flt(row[1]), count + cint(row[2])
            row = next(rows, None)
        result.append([end, _value(chart_type, total, count)])
    return result


def _value(chart_type: str, total: float, count: int) -> Any:
    if chart_type == "Count":
        return count
    if chart_type == "Average":
        return total / count if count else 0
    return int(total) if total == int(total) else total


def get_heatmap_chart_config(chart: Any, filters: list[Any], heatmap_year: Any) -> dict[str, Any]:
    """A value for every day of a year, by the day's Unix time."""
    year = cint(heatmap_year) or getdate().year
    doctype, datefield = chart.document_type, chart.based_on
    filters = [
        *filters,
        [doctype, datefield, ">=", f"{year}-01-01"],
        [doctype, datefield, "<", f"{year + 1}-01-01"],
    ]
    function, value = get_aggregate_function(chart.chart_type), chart.value_based_on or "name"
    rows = frappe.get_list(
        doctype,
        fields=[f"{datefield} as day", f"{function}({value}) as value"],
        filters=filters,
        group_by=datefield,
        order_by=f"{datefield} asc",
        limit_page_length=0,
    )
    points: dict[int, float] = {}
    for row in rows:
        midnight = datetime.datetime.combine(getdate(row.day), datetime.time())
        stamp = int(midnight.timestamp())
        points[stamp] = points.get(stamp, 0) + row.value
    return {"labels": [], "dataPoints": points}


def get_group_by_chart_config(chart: Any, filters: list[Any]) -> dict[str, Any] | None:
    """A value for each value of a field, greatest first; None without records."""
    function = get_aggregate_function(chart.group_by_type)
    value = chart.aggregate_function_based_on or "name"
    field = chart.group_by_based_on
    data = frappe.get_list(
        chart.document_type,
        fields=[f"{field} as name", f"{function}({value}) as count"],
        filters=filters,
        parent_doctype=chart.parent_document_type,
        group_by=field,
        order_by="count desc",
        limit_page_length=0,
    )
    if not data:
        return None
    _tell_titles(chart.document_type, field, [row.get("name") for row in data])
    return {
        "labels": [row.get("name") or _("Not Specified") for row in data],
        "datasets": [{"name": chart.name, "values": [row["count"] for row in data]}],
    }


def _tell_titles(doctype: str, fieldname: str, names: list[Any]) -> None:
    """Labels stay names, as stored; the titles of linked records come beside them."""
    field = frappe.get_meta(doctype).get_field(fieldname)
    if field:
        titles = titles_of(field.as_dict(), names)
        if titles:
            frappe.response["_link_titles"] = {
                f"{field.options}::{name}": title for name, title in titles.items()
            }


def get_aggregate_function(chart_type: str) -> str:
    return _FUNCTIONS[chart_type]


@frappe.whitelist()
def create_dashboard_chart(args: Any) -> Any:
    """Store a chart made in a list or report; a taken name gets a number."""
    values = frappe._dict(parse_object(args, "args"))
    doc = frappe.new_doc("Dashboard Chart")
    doc.update(values)
    if values.custom_options and not isinstance(values.custom_options, str):
        doc.custom_options = json.dumps(values.custom_options)
    if frappe.db.exists("Dashboard Chart", doc.chart_name):
        from frappe.model.naming import append_number_if_name_exists

        doc.chart_name = append_number_if_name_exists("Dashboard Chart", doc.chart_name)
    return doc.insert()


@frappe.whitelist()
def create_report_chart(args: Any) -> None:
    values = frappe._dict(parse_object(args, "args"))
    doc = create_dashboard_chart(values)
    if values.dashboard:
        add_chart_to_dashboard(values.update({"chart_name": doc.chart_name}))


@frappe.whitelist()
def add_chart_to_dashboard(args: Any) -> None:
    values = frappe._dict(parse_object(args, "args"))
    dashboard = frappe.get_doc("Dashboard", values.dashboard)
    dashboard.append("charts", {"chart": values.chart_name or values.name})
    dashboard.save()


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def get_charts_for_user(
    doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters: Any
) -> Any:
    return frappe.get_list(
        "Dashboard Chart",
        fields=["name"],
        filters=parse_filters(filters),
        or_filters={"owner": frappe.session.user, "is_public": 1},
        as_list=True,
    )


@frappe.whitelist()
def get_parent_doctypes(child_type: str) -> list[str]:
    """DocTypes that have a table of this child type."""
    filters = {"fieldtype": "Table", "options": str(child_type)}
    standard = frappe.get_all("DocField", filters=filters, pluck="parent")
    custom = frappe.get_all("Custom Field", filters=filters, pluck="dt")
    return list(dict.fromkeys([*standard, *custom]))
