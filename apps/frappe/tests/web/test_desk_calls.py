"""What the desk calls: form load and save, search, lists, reports of a list (observed rows L to Q,
U)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from web_world import SYS, World

FORM = "frappe.desk.form"
VIEW = "frappe.desk.reportview"
DOCINFO = {
    "doctype",
    "name",
    "user_info",
    "attachments",
    "communications",
    "automated_messages",
    "comments",
    "versions",
    "assignments",
    "permissions",
    "shared",
    "views",
    "energy_point_logs",
    "additional_timeline_content",
    "milestones",
    "is_document_followed",
    "tags",
    "document_email",
    "assignment_logs",
    "attachment_logs",
    "info_logs",
    "like_logs",
    "workflow_logs",
}
META_KEYS = {
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
}


def test_the_definition_of_a_form(world: World) -> None:
    """L01, L01b: the DocType first, its children after it, every `__` key present."""
    answer = world.sys("GET", f"/api/method/{FORM}.load.getdoctype?doctype=Web Main").json
    assert [doc["name"] for doc in answer["docs"]] == ["Web Main", "Web Child"]
    assert set(answer["docs"][0]) >= META_KEYS
    assert answer["user_settings"] == "{}"
    assert all(
        {"search_fields", "is_custom_field", "linked_document_type"} <= set(f)
        for f in answer["docs"][0]["fields"]
    )
    child = world.sys(
        "GET", f"/api/method/{FORM}.load.getdoctype?doctype=Web Child&with_parent=1"
    ).json
    assert child["docs"][0]["name"] == child["parent_dt"] == "Web Main"
    assert world.sys("GET", f"/api/method/{FORM}.load.getdoctype?doctype=NoSuch").status_code == 404


def test_opening_a_form(world: World) -> None:
    """L02: document, docinfo with all keys; a missing record is an empty answer, a forbidden one
    403."""
    path = f"/api/method/{FORM}.load.getdoc"
    answer = world.sys("GET", f"{path}?doctype=Web Main&name=M-002").json
    assert answer["docs"][0]["name"] == "M-002"
    assert set(answer["docinfo"]) >= DOCINFO
    assert answer["docinfo"]["permissions"]["read"] == 1
    assert world.sys("GET", f"{path}?doctype=Web Main&name=NOPE").json == {"message": []}
    assert world.reader("GET", f"{path}?doctype=Web Hidden&name=H-1").status_code == 403
    assert world.sys("GET", f"{path}?doctype=Web Main").status_code == 417
    assert (
        "secret_note"
        not in world.reader("GET", f"{path}?doctype=Web Main&name=M-001").json["docs"][0]
    )


def test_saving_a_new_document(world: World) -> None:
    """M01: the client's names come back as localname, with a notice."""
    doc = {
        "doctype": "Web Main",
        "name": "new-web-main-1",
        "__islocal": 1,
        "__unsaved": 1,
        "__newname": "SD-1",
        "title": "x",
        "items": [
            {
                "doctype": "Web Child",
                "name": "new-web-child-1",
                "__islocal": 1,
                "item": "a",
                "parentfield": "items",
            }
        ],
    }
    answer = world.sys.rpc(f"{FORM}.save.savedocs", doc=json.dumps(doc), action="Save")
    assert answer.status_code == 200, answer.text
    saved = answer.json["docs"][0]
    assert (saved["name"], saved["localname"]) == ("SD-1", "new-web-main-1")
    assert "localname" not in saved["items"][0]
    assert saved["items"][0]["name"] != "new-web-child-1"
    assert "docinfo" in answer.json
    assert json.loads(json.loads(answer.json["_server_messages"])[0])["indicator"] == "green"


REFUSED_SAVES = [
    (
        "M03",
        {"name": "M-003", "title": "x", "modified": "2020-01-01 00:00:00"},
        "Save",
        417,
        "TimestampMismatchError",
    ),
    ("M04", {"name": "n1", "__islocal": 1, "__newname": "SD-2"}, "Save", 417, "MandatoryError"),
    (
        "M04b",
        {"name": "n1", "__islocal": 1, "__newname": "SD-2", "title": "x", "ref": "Nope"},
        "Save",
        417,
        "LinkValidationError",
    ),
    ("M04c", {"name": "M-003", "title": "x"}, "Foo", 417, "ValidationError"),
    (
        "M04d",
        {"name": "n1", "__islocal": 1, "__newname": "M-001", "title": "x"},
        "Save",
        409,
        "DuplicateEntryError",
    ),
]


@pytest.mark.parametrize(
    ("row", "doc", "action", "status", "kind"), REFUSED_SAVES, ids=[r[0] for r in REFUSED_SAVES]
)
def test_a_refused_save(
    world: World, row: str, doc: Any, action: str, status: int, kind: str
) -> None:
    """The form learns what is wrong; an unknown action is a sentence, not a KeyError."""
    answer = world.sys.rpc(
        f"{FORM}.save.savedocs", doc=json.dumps({"doctype": "Web Main", **doc}), action=action
    )
    assert (answer.status_code, answer.json["exc_type"]) == (status, kind), answer.text


def test_submit_and_cancel_from_a_form(world: World) -> None:
    """M06, M09."""
    doc = {"doctype": "Web Sub", "name": "new-1", "__islocal": 1, "title": "s"}
    saved = world.sys.rpc(f"{FORM}.save.savedocs", doc=json.dumps(doc), action="Submit").json[
        "docs"
    ][0]
    assert saved["docstatus"] == 1
    answer = world.sys.rpc(f"{FORM}.save.cancel", doctype="Web Sub", name=saved["name"])
    assert answer.json["docs"][0]["docstatus"] == 2
    assert (
        world.sys.rpc(f"{FORM}.save.cancel", doctype="Web Sub", name=saved["name"]).status_code
        == 417
    )


def test_the_report_view(world: World) -> None:
    """Q01: keys once, values as lists, the DocType's order; empty is []; groups have an aggregate
    column."""
    arguments = {
        "doctype": "Web Main",
        "fields": '["name", "n"]',
        "order_by": "n desc",
        "page_length": 2,
    }
    message = world.sys.rpc(f"{VIEW}.get", **arguments, with_comment_count=1).json["message"]
    assert message["keys"] == ["name", "n", "_comment_count"]
    assert message["values"] == [
        ["M-029", 29, 0],
        ["M-028", 28, 0],
    ]
    empty = world.sys.rpc(
        f"{VIEW}.get", doctype="Web Main", fields='["name"]', filters='[["Web Main","n","=",9999]]'
    )
    assert empty.json == {"message": []}
    group = world.sys.rpc(
        f"{VIEW}.get",
        doctype="Web Main",
        fields='["status"]',
        group_by="`tabWeb Main`.`status`",
        aggregate_function="count",
        aggregate_on_field="name",
        aggregate_on_doctype="Web Main",
    )
    assert group.json["message"]["keys"] == ["status", "_aggregate_column"]


def test_counts_of_a_list(world: World) -> None:
    """Q03."""
    total = world.sys.rpc(
        f"{VIEW}.get_count", doctype="Web Main", filters="[]", distinct="false"
    ).json["message"]
    assert total >= 30
    assert world.sys.rpc(f"{VIEW}.get_count", doctype="Web Main", limit=5).json["message"] == 5


def test_groups_and_tags_of_a_list(world: World) -> None:
    """Q04, Q09."""
    groups = world.sys.rpc(
        "frappe.desk.listview.get_group_by_count",
        doctype="Web Main",
        current_filters="[]",
        field="status",
    )
    assert {row["name"] for row in groups.json["message"]} >= {"Open", "Hold", "Closed"}
    stats = world.sys.rpc(
        f"{VIEW}.get_sidebar_stats", doctype="Web Main", stats='["_user_tags"]', filters="[]"
    ).json
    assert stats["message"]["stats"]["_user_tags"][-1][0] == "No Tags"


def test_exports_of_a_list(world: World) -> None:
    """Q05: CSV quoted with a row counter, Excel a workbook, other formats refused; cells are never
    formulas."""
    world.sys("POST", "/api/resource/Web Main", json={"name": "FORMULA", "title": "=1+1"})
    arguments = {
        "doctype": "Web Main",
        "title": "Web Main",
        "fields": '["name","title","n"]',
        "filters": '[["Web Main","name","in","M-029,FORMULA"]]',
        "order_by": "name desc",
    }
    csv = world.sys.rpc(f"{VIEW}.export_query", file_format_type="CSV", **arguments)
    lines = csv.data.decode("utf-8-sig").split("\r\n")
    assert lines[0] == '"Sr","ID","Title","N"'
    assert lines[1] == '1,"M-029","Title 29",29'
    assert "'=1+1" in lines[2]
    assert (
        world.sys.rpc(f"{VIEW}.export_query", file_format_type="Excel", **arguments).data[:2]
        == b"PK"
    )
    assert (
        world.sys.rpc(f"{VIEW}.export_query", file_format_type="PDF", **arguments).status_code
        == 417
    )
    assert (
        world.reader.rpc(f"{VIEW}.export_query", file_format_type="CSV", **arguments).status_code
        == 403
    )


def test_saving_and_deleting_a_report_of_a_list(world: World) -> None:
    """Q06."""
    settings = json.dumps({"fields": [["title", "Web Main"]], "filters": []})
    saved = world.sys.rpc(
        f"{VIEW}.save_report", name="Web Saved", doctype="Web Main", report_settings=settings
    )
    assert saved.json["message"] == "Web Saved", saved.text
    assert world.sys.rpc(f"{VIEW}.delete_report", name="Web Saved").status_code == 200


def test_deleting_a_selection(world: World) -> None:
    """Q07: a missing name does not stop the others."""
    world.sys("POST", "/api/resource/Web Main", json={"name": "DEL-1", "title": "x"})
    answer = world.sys.rpc(f"{VIEW}.delete_items", doctype="Web Main", items='["DEL-1","NOPE"]')
    assert answer.status_code == 200, answer.text
    assert world.sys("GET", "/api/resource/Web Main/DEL-1").status_code == 404


def test_a_change_of_many_names_what_failed(world: World) -> None:
    """Q11: a missing record does not stop the others; stock stops at it."""
    answer = world.sys.rpc(
        "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
        doctype="Web Main",
        docnames='["M-020", "NOPE", "M-021"]',
        action="update",
        data={"title": "many"},
    )
    assert (answer.status_code, answer.json["message"]) == (200, ["NOPE"])
    for name in ("M-020", "M-021"):
        record = world.sys("GET", f"/api/resource/Web Main/{name}").json["data"]
        assert record["title"] == "many"


def test_settings_of_a_user(world: World) -> None:
    """Q10: one user's do not show for another."""
    save = "frappe.model.utils.user_settings"
    assert world.sys.rpc(
        f"{save}.save", doctype="Web Main", user_settings='{"List": {"a": 1}}'
    ).json["message"] == {"List": {"a": 1}}
    assert json.loads(world.sys.rpc(f"{save}.get", doctype="Web Main").json["message"]) == {
        "List": {"a": 1}
    }
    assert world.reader.rpc(f"{save}.get", doctype="Web Main").json["message"] == "{}"


HIDDEN = {"doctype": "Web Hidden"}
WITHOUT_RIGHT = [
    ("U07", "frappe.client.get_list", HIDDEN),
    ("U08", "frappe.client.get_count", HIDDEN),
    ("U09", "frappe.client.get_value", {**HIDDEN, "fieldname": "title", "filters": "H-1"}),
    ("U10", "frappe.client.validate_link", {**HIDDEN, "docname": "H-1"}),
    ("U11", "frappe.desk.search.search_link", {**HIDDEN, "txt": ""}),
    ("U13", f"{VIEW}.get", HIDDEN),
    ("U14", f"{VIEW}.get_count", HIDDEN),
    ("get", "frappe.client.get", {**HIDDEN, "name": "H-1"}),
    ("stats", f"{VIEW}.get_stats", {**HIDDEN, "stats": '["_user_tags"]'}),
    (
        "groups",
        "frappe.desk.listview.get_group_by_count",
        {**HIDDEN, "current_filters": "[]", "field": "title"},
    ),
    ("links", f"{FORM}.linked_with.get", {**HIDDEN, "docname": "H-1"}),
    ("docinfo", f"{FORM}.load.get_docinfo", {**HIDDEN, "name": "H-1"}),
    (
        "comment",
        f"{FORM}.utils.add_comment",
        {
            "reference_doctype": "Web Hidden",
            "reference_name": "H-1",
            "content": "x",
            "comment_email": "a@example.com",
            "comment_by": "a",
        },
    ),
]


def test_the_name_beside_a_comment_is_the_writers(world: World) -> None:
    """O01: whatever the arguments say; a script in the text does not run."""
    comment = {
        "reference_doctype": "Web Main",
        "reference_name": "M-002",
        "content": "<p>hi <script>x()</script></p>",
        "comment_email": "a@example.com",
        "comment_by": "Somebody Else",
    }
    stored = world.sys.rpc(f"{FORM}.utils.add_comment", **comment).json["message"]
    assert (stored["comment_email"], stored["comment_by"]) == (SYS, "sys")
    assert "<script>" not in stored["content"]


@pytest.mark.parametrize(
    ("row", "method", "arguments"), WITHOUT_RIGHT, ids=[r[0] for r in WITHOUT_RIGHT]
)
def test_without_the_right_every_path_refuses(
    world: World, row: str, method: str, arguments: dict[str, Any]
) -> None:
    """403 with a named rule; counting too, which stock leaves open. The manager's own call
    succeeds."""
    refused = world.reader.rpc(method, **arguments)
    assert (refused.status_code, refused.json["exc_type"]) == (403, "PermissionError"), refused.text
    assert world.guest.rpc(method, **arguments).status_code == 403
    assert world.sys.rpc(method, **arguments).status_code == 200


def test_what_links_here(world: World) -> None:
    """Records whose link fields hold this name."""
    found = world.sys.rpc(f"{FORM}.linked_with.get", doctype="Web Ref", docname="Alpha").json[
        "message"
    ]
    assert [row["name"] for row in found["Web Main"]] == ["M-001"]


def test_global_search_sees_only_what_a_list_shows(world: World) -> None:
    """T05: without lag, without foreign records."""
    answer = world.reader.rpc("frappe.utils.global_search.search", text="x")
    assert all(row["doctype"] != "Web Hidden" for row in answer.json["message"])


def test_versions_do_not_tell_hidden_values(world: World) -> None:
    """A change of a level-1 field is shown to those who may read it, to nobody else."""
    path = "/api/resource/Web Main/M-008"
    world.sys("PUT", path, json={"secret_note": "first secret", "title": "seen"})
    world.sys("PUT", path, json={"secret_note": "second secret", "title": "seen again"})
    load = f"/api/method/{FORM}.load.get_docinfo?doctype=Web Main&name=M-008"
    assert "second secret" in world.sys("GET", load).json["docinfo"]["versions"][0]["data"]
    versions = json.dumps(world.reader("GET", load).json["docinfo"]["versions"])
    assert "seen again" in versions
    assert "secret" not in versions
