"""Settings of reports of any shape, shown and sent as a file: a table or a refusal; never a 5xx, a trace or SQL."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given
from hypothesis import settings as options
from hypothesis import strategies as st
from security_house import House, assert_clear
from security_values import DOCTYPES, FILTERS, FUZZ, VALUES, WORDS

PLACES = st.lists(WORDS, max_size=3) | st.tuples(WORDS, DOCTYPES, WORDS).map(list) | WORDS
FIELDS = st.lists(PLACES | VALUES, max_size=3) | VALUES
GROUP = (
    st.fixed_dictionaries(
        {"field": WORDS},
        optional={
            "doctype": DOCTYPES | VALUES,
            "via": WORDS,
            "part": st.sampled_from(["", "year", "month", "quarter", "nope"]) | VALUES,
            "function": st.sampled_from(["count", "sum", "avg", "min", "max", "sleep"]) | VALUES,
        },
    )
    | VALUES
)
SUMMARY = (
    st.fixed_dictionaries(
        {},
        optional={
            "rows": st.lists(GROUP, max_size=3) | VALUES,
            "across": GROUP,
            "values": st.lists(GROUP, max_size=3) | VALUES,
        },
    )
    | VALUES
)
OLDER = st.fixed_dictionaries(
    {"group_by": WORDS | VALUES},
    optional={"aggregate_function": WORDS | VALUES, "aggregate_on": WORDS | VALUES},
)
SETTINGS = (
    st.fixed_dictionaries(
        {},
        optional={
            "fields": FIELDS,
            "columns": FIELDS,
            "filters": FILTERS,
            "order_by": WORDS | VALUES,
            "sort_by": WORDS | VALUES,
            "sort_order": WORDS | VALUES,
            "sort_by_next": WORDS | VALUES,
            "group_by": OLDER | VALUES,
            "summary": SUMMARY,
            "add_totals_row": VALUES,
            "page_length": VALUES,
            "chart_args": VALUES,
        },
    )
    | VALUES
)
LEAN = options(FUZZ, max_examples=120)
RUN, EXPORT = "frappe.desk.report_builder.run", "frappe.desk.report_builder.export"


@LEAN
@given(
    doctype=DOCTYPES, settings=SETTINGS, who=st.sampled_from(["sys", "writer", "reader", "guest"])
)
@example(doctype="Sec All", settings={"summary": {"rows": ["title"]}}, who="sys")
@example(doctype="Sec All", settings={"filters": [1]}, who="sys")
@example(doctype="Sec All", settings={"summary": {"rows": [{"field": "secret"}]}}, who="writer")
def test_any_settings_of_a_report(house: House, doctype: str, settings: Any, who: str) -> None:
    """Columns, filters, order, groups and figures; what is above the caller's level is told to nobody below."""
    body = {"doctype": doctype, "settings": settings, "title": "x", "file_format_type": "CSV"}
    for method in (RUN, EXPORT):
        answer = house(
            who,
            "POST",
            f"/api/method/{method}",
            data=json.dumps(body),
            content_type="application/json",
        )
        assert_clear(answer)
        if who != "sys":
            assert "hidden words" not in answer.text


@LEAN
@given(settings=SETTINGS)
def test_any_settings_that_a_report_keeps(house: House, settings: Any) -> None:
    """Saved, they are refused or run later without a fault."""
    body = {"name": "Sec Report", "doctype": "Sec All", "report_settings": json.dumps(settings)}
    assert_clear(house.rpc("sys", "frappe.desk.reportview.save_report", **body))
    run = {"report_name": "Sec Report", "filters": {}}
    assert_clear(house.rpc("sys", "frappe.desk.query_report.run", **run))
