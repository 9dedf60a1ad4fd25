"""Every path that answers about many records at once, as data: how to ask, and how to read the answer.

`names` finds which of the DocType's records an answer tells of, `total` reads a number and
`agencies` the groups of a grouping; each is compared with what the person reads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from access_world import TAG, Record

Request = tuple[str, str, dict[str, Any]]
Reader = Callable[[Any, str, list[Record]], Any]
METHOD = "/api/method/"


@dataclass(frozen=True)
class ListPath:
    """`ask(doctype, names)` makes the request, `read(json, text, records)` the finding."""

    key: str
    ask: Callable[[str, list[str]], Request]
    read: Reader
    expect: Callable[[list[Record]], Any]


def _names(_json: Any, text: str, records: list[Record]) -> set[str]:
    return {r.name for r in records if re.search(rf"(?<![\w-]){re.escape(r.name)}(?![\w-])", text)}


def _total(answer: Any, _text: str, _records: list[Record]) -> int:
    value = answer.get("message", answer.get("data")) if isinstance(answer, dict) else answer
    if isinstance(value, list):
        return sum(int(row["count"]) for row in value)
    return int(value or 0)


def _agencies(_json: Any, text: str, records: list[Record]) -> set[str | None]:
    return {r.agency for r in records if r.agency and f'"{r.agency}"' in text}


def _all_names(records: list[Record]) -> set[str]:
    return {record.name for record in records}


def _all_agencies(records: list[Record]) -> set[str | None]:
    return {record.agency for record in records if record.agency}


def _get(path: str, **query: Any) -> Request:
    return "GET", path, {"query_string": _texts(query)}


def _post(method: str, **form: Any) -> Request:
    return "POST", METHOD + method, {"data": _texts(form)}


def _texts(values: dict[str, Any]) -> dict[str, str]:
    return {k: v if isinstance(v, str) else json.dumps(v) for k, v in values.items()}


def _columns(doctype: str) -> list[str]:
    """All columns; an agency's parent is left out, because names of agencies are public."""
    return ["name", "address"] if doctype == "ISO Agency" else ["*"]


def _among(names: list[str]) -> dict[str, Any]:
    return {"name": ["in", names]}


def _rows(doctype: str, names: list[str]) -> list[Any]:
    return [[doctype, "name", "in", names]]


def _view(method: str, *fields: str, **more: Any) -> Callable[[str, list[str]], Request]:
    """A call of the list view; `{dt}` in a field stands for the DocType."""

    def ask(doctype: str, names: list[str]) -> Request:
        wanted = [text.format(dt=doctype) for text in fields]
        extra = {k: v.format(dt=doctype) if isinstance(v, str) else v for k, v in more.items()}
        filters = _rows(doctype, names)
        form = {"doctype": doctype, "fields": wanted, "filters": filters, "page_length": 0}
        return _post(f"frappe.desk.reportview.{method}", **{**form, **extra})

    return ask


def _built(**settings: Any) -> Callable[[str, list[str]], Request]:
    """A report as the desk's Report view has it made."""

    def ask(doctype: str, names: list[str]) -> Request:
        method = "export" if "title" in settings else "run"
        kept = {k: v for k, v in settings.items() if k not in ("title", "file_format_type")}
        file = {k: settings[k] for k in ("title", "file_format_type") if k in settings}
        asked = {**kept, "filters": _rows(doctype, names)}
        return _post(
            f"frappe.desk.report_builder.{method}", doctype=doctype, settings=asked, **file
        )

    return ask


def _built_total(answer: Any, _text: str, _records: list[Record]) -> int:
    """All records of a pivot: the corner where both totals meet."""
    total = answer["message"]["total"]
    return int(total.get("across_total_value_0") or total.get("value_0") or 0)


NAMED: tuple[ListPath, ...] = tuple(
    ListPath(key, ask, _names, _all_names)
    for key, ask in {
        "REST v1 list": lambda dt, n: _get(
            f"/api/resource/{dt}", fields=_columns(dt), filters=_among(n), limit_page_length=0
        ),
        "REST v2 list": lambda dt, n: _get(
            f"/api/v2/document/{dt}", fields=_columns(dt), filters=_among(n), limit=0
        ),
        "client.get_list": lambda dt, n: _post(
            "frappe.client.get_list", doctype=dt, fields=["name", "owner"], filters=_among(n),
            limit_page_length=0,
        ),
        "client.get_list with or_filters": lambda dt, n: _post(
            "frappe.client.get_list", doctype=dt, or_filters=[["name", "in", n], ["docstatus", "=", 0]],
            limit_page_length=0,
        ),
        "search_link": lambda dt, n: _post(
            "frappe.desk.search.search_link", doctype=dt, txt="", filters=_among(n), page_length=99
        ),
        "search_widget": lambda dt, n: _post(
            "frappe.desk.search.search_widget", doctype=dt, txt="", filters=_rows(dt, n),
            page_length=99,
        ),
        "reportview.get": lambda dt, n: _view("get", *_columns(dt))(dt, n),
        "reportview.get_list": _view("get_list", "name", "modified"),
        "reportview.export_query": _view(
            "export_query", "`tab{dt}`.`name`", "`tab{dt}`.`owner`", file_format_type="CSV", title="x"
        ),
        "report builder": _built(page_length=500),
        "report builder file": _built(title="x", file_format_type="CSV"),
        "calendar.get_events": lambda dt, n: _get(
            f"{METHOD}frappe.desk.calendar.get_events", doctype=dt, start="2000-01-01",
            end="2100-01-01", field_map={"start": "creation", "end": "modified", "id": "name"},
            filters=_rows(dt, n), fields=["name"],
        ),
        "tag.get_tagged_docs": lambda dt, n: _get(
            f"{METHOD}frappe.desk.doctype.tag.tag.get_tagged_docs", doctype=dt, tag=f"%{TAG}%"
        ),
    }.items()
)  # fmt: skip

COUNTED: tuple[ListPath, ...] = tuple(
    ListPath(key, ask, _total, len)
    for key, ask in {
        "REST v2 count": lambda dt, n: _get(f"/api/v2/doctype/{dt}/count", filters=_among(n)),
        "client.get_count": lambda dt, n: _post(
            "frappe.client.get_count", doctype=dt, filters=_among(n)
        ),
        "client.get_count by rows": lambda dt, n: _get(
            f"{METHOD}frappe.client.get_count", doctype=dt, filters=_rows(dt, n), cache=1
        ),
        "reportview.get_count": _view("get_count"),
        "reportview.get_count distinct": _view("get_count", distinct=True),
        "number card": lambda dt, n: _post(
            "frappe.desk.doctype.number_card.number_card.get_result",
            doc={"type": "Document Type", "document_type": dt, "function": "Count"},
            filters=_rows(dt, n),
        ),
        "group by owner": lambda dt, n: _post(
            "frappe.desk.listview.get_group_by_count", doctype=dt, current_filters=_among(n),
            field="owner",
        ),
    }.items()
)  # fmt: skip
PIVOT = ListPath(
    "report builder pivot",
    _built(summary={"rows": [{"field": "owner"}], "across": {"field": "docstatus"}}),
    _built_total,
    len,
)

GROUPED: tuple[ListPath, ...] = tuple(
    ListPath(key, ask, _agencies, _all_agencies)
    for key, ask in {
        "group by count": lambda dt, n: _post(
            "frappe.desk.listview.get_group_by_count", doctype=dt, current_filters=_among(n),
            field="agency",
        ),
        "report grouped by count": _view(
            "get", "`tab{dt}`.`agency` as agency", "count(`tab{dt}`.`name`) as _aggregate_column",
            group_by="`tab{dt}`.`agency`", order_by="_aggregate_column desc", view="Report",
        ),
        "report grouped by sum": _view(
            "get", "`tab{dt}`.`agency` as agency", "sum(`tab{dt}`.`docstatus`) as _aggregate_column",
            group_by="`tab{dt}`.`agency`", order_by="_aggregate_column desc", view="Report",
        ),
        "report builder groups": _built(summary={"rows": [{"field": "agency"}]}),
        "REST v1 grouped": lambda dt, n: _get(
            f"/api/resource/{dt}", fields=["agency", "count(name) as n"], group_by="agency",
            filters=_among(n),
        ),
        "sidebar statistics": lambda dt, n: _get(
            f"{METHOD}frappe.desk.reportview.get_stats", doctype=dt, stats=["agency"],
            filters=_rows(dt, n),
        ),
        "chart": lambda dt, n: _post(
            "frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
            chart={"chart_name": "x", "name": "x", "chart_type": "Group By", "document_type": dt,
                   "group_by_type": "Count", "group_by_based_on": "agency", "filters_json": "[]",
                   "number_of_groups": 0, "doctype": "Dashboard Chart"},
            filters=_rows(dt, n),
        ),
    }.items()
)  # fmt: skip
