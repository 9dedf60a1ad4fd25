"""Rows about records, child rows, reports, workspaces, search, files: no marker reaches a stranger."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import frappe
import pytest
from access_world import ABOUT, TAG, Faults, Person, World, in_site
from werkzeug.test import TestResponse

METHOD = "/api/method/"
ANSWERED = (200, 301, 401, 403, 404, 417)
Calls = Iterable[tuple[str, str, str, dict[str, Any]]]


def form(**values: Any) -> dict[str, Any]:
    return {"data": {k: v if isinstance(v, str) else json.dumps(v) for k, v in values.items()}}


def check(world: World, calls: Callable[[World], Calls]) -> dict[str, dict[str, TestResponse]]:
    """Every caller makes every call; fails with the leaks. The answers by person and title."""
    faults = Faults(calls.__name__)
    answers: dict[str, dict[str, TestResponse]] = {}
    wanted = list(calls(world))
    for person in world.callers():
        answers[person.key] = {}
        for title, method, path, options in wanted:
            answer = world.call(person, method, path, **options)
            answers[person.key][title] = answer
            if answer.status_code not in ANSWERED:
                faults.add(f"{title} answers {answer.status_code}", person.key)
            for leak in world.leaks(person, answer.text):
                faults.add(f"{title} tells of {leak}", person.key)
            faults.cases += 1
    assert not faults.finish()
    return answers


def child_tables(world: World) -> list[tuple[str, str]]:
    """(parent, child) pairs of the app."""
    with in_site(world.site):
        return [
            (doctype, table.options)
            for doctype in world.doctypes()
            for table in frappe.get_meta(doctype).get_table_fields()
        ]


def rows_about(world: World) -> Calls:
    """Comments, files, tasks … listed by themselves."""
    for doctype in (*ABOUT, "Deleted Document", "User"):
        query = {"fields": '["*"]', "limit_page_length": 0, "limit": 0}
        yield doctype + " v1", "GET", f"/api/resource/{doctype}", {"query_string": query}
        yield doctype + " v2", "GET", f"/api/v2/document/{doctype}", {"query_string": query}
        view = form(doctype=doctype, fields=["*"], page_length=0)
        yield doctype + " view", "POST", f"{METHOD}frappe.desk.reportview.get", view
        search = form(doctype=doctype, txt="zzq", page_length=99)
        yield doctype + " search", "POST", f"{METHOD}frappe.desk.search.search_link", search
        kind = ABOUT.get(doctype, ("owner",))[0]
        group = form(doctype=doctype, current_filters={}, field=kind)
        path = f"{METHOD}frappe.desk.listview.get_group_by_count"
        yield doctype + " group", "POST", path, group


def child_rows(world: World) -> Calls:
    """Rows of child tables with their parent named, rightly and wrongly."""
    for parent, child in child_tables(world):
        for named in (parent, "ToDo", ""):
            query = {"fields": '["*"]', "limit_page_length": 0, "parent": named}
            title = f"{child} of {named or 'nothing'}"
            yield f"{title} v1", "GET", f"/api/resource/{child}", {"query_string": query}
            listed = form(doctype=child, parent=named, fields=["*"], limit_page_length=0)
            yield f"{title} rpc", "POST", f"{METHOD}frappe.client.get_list", listed
        view = form(doctype=child, parent_doctype=parent, fields=["*"], page_length=0)
        yield f"{child} view", "POST", f"{METHOD}frappe.desk.reportview.get", view


def reports(world: World) -> Calls:
    """Every report of the app, shown and exported."""
    with in_site(world.site):
        columns = ["name", "ref_doctype", "report_type", "json"]
        app = frappe.get_all("Report", {"module": ["like", "ISO%"]}, columns)
    for row in app:
        if row.report_type == "Report Builder":
            settings = json.loads(row.json)
            fields = [f"`tab{kind}`.`{name}`" for name, kind in settings["fields"]]
            view = {"doctype": row.ref_doctype, "fields": fields, "filters": settings["filters"]}
            yield (
                row.name,
                "POST",
                f"{METHOD}frappe.desk.reportview.get",
                form(**view, page_length=0),
            )
            export = form(**view, file_format_type="CSV", title=row.name)
            yield (
                row.name + " export",
                "POST",
                f"{METHOD}frappe.desk.reportview.export_query",
                export,
            )
            continue
        arguments = form(report_name=row.name, filters={}, ignore_prepared_report=1)
        yield row.name, "POST", f"{METHOD}frappe.desk.query_report.run", arguments
        export = form(report_name=row.name, filters={}, file_format_type="CSV", visible_idx=[])
        yield row.name + " export", "POST", f"{METHOD}frappe.desk.query_report.export_query", export


def cards_and_charts(world: World) -> Calls:
    """The app's number cards, charts and workspaces."""
    with in_site(world.site):
        cards = [
            frappe.get_doc("Number Card", name)
            for name in frappe.get_all("Number Card", pluck="name")
        ]
        charts = frappe.get_all("Dashboard Chart", pluck="name")
        pages = frappe.get_all("Workspace", ["name", "title", "public"])
        documents = [card.as_json() for card in cards]
    for document in documents:
        card = json.loads(document)
        path = card.get("method") or "frappe.desk.doctype.number_card.number_card.get_result"
        arguments = form(doc=document, filters=card["filters_json"] or "[]")
        yield f"card {card['name']}", "POST", METHOD + path, arguments
    for name in charts:
        path = f"{METHOD}frappe.desk.doctype.dashboard_chart.dashboard_chart.get"
        yield f"chart {name}", "POST", path, form(chart_name=name)
    for page in pages:
        yield (
            f"page {page.name}",
            "POST",
            f"{METHOD}frappe.desk.desktop.get_desktop_page",
            form(page=dict(page)),
        )
    yield "sidebar", "GET", f"{METHOD}frappe.desk.desktop.get_workspace_sidebar_items", {}


def searches(world: World) -> Calls:
    """Global search, tags, files, people, notifications, start data."""
    for kind in ("", "ISO Procedure"):
        query = {"text": "zzq", "limit": 500, "doctype": kind}
        yield (
            f"search {kind}",
            "GET",
            f"{METHOD}frappe.utils.global_search.search",
            {"query_string": query},
        )
    for title, path, query in (
        ("tag", "frappe.desk.doctype.tag.tag.get_documents_for_tag", {"tag": TAG}),
        ("files", "frappe.core.api.file.get_files_by_search_text", {"text": "zzq"}),
        ("folder", "frappe.core.api.file.get_files_in_folder", {"folder": "Home/Attachments", "page_length": 999}),
        ("mentions", "frappe.desk.search.get_names_for_mentions", {"search_term": ""}),
        ("users", "frappe.desk.search.search_link",
         {"doctype": "User", "txt": "", "query": "frappe.core.doctype.user.user.user_query", "page_length": 99}),
        ("notices", "frappe.desk.doctype.notification_log.notification_log.get_notification_logs", {}),
        ("open", "frappe.desk.notifications.get_notifications", {}),
        ("states", "frappe.workflow.doctype.workflow.workflow.get_workflow_state_count",
         {"doctype": "ISO Procedure", "workflow_state_field": "workflow_state", "states": '["Draft"]'}),
        ("children", "frappe.desk.treeview.get_children", {"doctype": "ISO Agency", "parent": ""}),
        ("nodes", "frappe.desk.treeview.get_all_nodes",
         {"doctype": "ISO Agency", "label": world.agencies["d"], "parent": world.agencies["d"],
          "tree_method": "frappe.desk.treeview.get_children"}),
        ("poll", "frappe.realtime.poll", {"after": 0}),
    ):  # fmt: skip
        yield title, "GET", METHOD + path, {"query_string": query}
    viewers = form(users=[person.user for person in world.people.values()])
    yield "viewers", "POST", f"{METHOD}frappe.desk.form.load.get_user_info_for_viewers", viewers
    for page in ("/app", "/app/iso-procedure", "/login", "/printview?doctype=ISO Agency"):
        yield page, "GET", page, {}


@pytest.mark.parametrize(
    "calls", [rows_about, child_rows, searches], ids=lambda function: function.__name__
)
def test_no_answer_tells_of_a_strangers_record(world: World, calls: Any) -> None:
    """The markers in each answer are of records that the person reads; no answer is a 5xx."""
    check(world, calls)


def secretary(world: World) -> Person:
    return world.people["A Secretary"]


def texts(world: World, calls: Callable[[World], Calls]) -> dict[str, str]:
    """The secretary's answers."""
    return {
        title: world.call(secretary(world), method, path, **options).text
        for title, method, path, options in calls(world)
    }


def test_own_rows_are_shown(world: World) -> None:
    """The rules hide strangers' rows only: own comments, files, child rows and finds are there."""
    own = {record.marker for record in world.records if record.agency == world.agencies["a"]}
    about, child, found = (texts(world, calls) for calls in (rows_about, child_rows, searches))
    for title in ("File v1", "Tag Link v1"):
        assert any(marker in about[title] for marker in own), (title, about[title][:300])
    procedure = world.of("ISO Procedure", "a")[0].marker
    assert procedure in child["ISO Procedure Step of ISO Procedure rpc"]
    assert procedure in found["search "]


def test_reports_show_the_own_agency(world: World) -> None:
    """Every report of a reader answers 200, and the own records are in the lists."""
    answers = check(world, reports)
    assert {a.status_code for a in answers["P Inspector"].values()} == {200}
    plans = {key: world.of("ISO Audit Plan", key)[0].marker for key in "ab"}
    shown = {who: answers[who]["ISO Audit Plan List"].text for who in answers}
    assert plans["a"] in shown["A Secretary"]
    assert plans["b"] in shown["A lent to B"]
    assert all(marker in shown["P Inspector"] for marker in plans.values())


def test_cards_count_the_own_agency_only(world: World) -> None:
    """The card of a commune's secretary is smaller than the district's, and the district's than the sum."""
    answers = check(world, cards_and_charts)
    key = "card ISO Open Findings"
    figures = {who: answers[who][key].json["message"] for who in ("A Secretary", "D Secretary")}
    assert figures == {"A Secretary": 1, "D Secretary": 3}
