"""Every hole that was seen in stock v15 is closed here: one attack for each, with the observed rows.

Rows: see the ids of docs/parity.md. An attack raises AssertionError where the hole is open.
"""

from __future__ import annotations

import io
import json

import pytest
from security_holes import ALL, FLOW, METHOD, SECRET, Attack, refused, registry
from security_house import PASSWORD, House, assert_clear

HOLES, hole = registry()


@hole("R05e", "R05f", "R05g")
def attaching_without_the_right(house: House) -> None:
    for name in ("S0", ""):
        data = {"file": (io.BytesIO(b"x"), "x.txt"), "doctype": "Sec Secret", "docname": name}
        refused(house("reader", "POST", METHOD + "upload_file", data=data), 403)
    assert house.count("File", attached_to_doctype="Sec Secret") == 0


@hole("U08", "P-LEAK-6", "P-LEAK-7")
def counting_without_the_right(house: House) -> None:
    for doctype in ("Sec Secret", "Sec All"):
        refused(house.rpc("web", "frappe.client.get_count", doctype=doctype), 403)
    # Everybody sees the own account, and nobody else's.
    assert house.rpc("web", "frappe.client.get_count", doctype="User").json["message"] <= 1
    refused(
        house.rpc("reader", "frappe.client.get_count", doctype="Sec All", filters={"secret": "x"})
    )


@hole("C05c", "Q-FORM-054")
def a_sub_select_as_order(house: House) -> None:
    for order in (
        "(select 1)",
        "(select sleep(1))",
        "name, (select name)",
        "sleep(1)",
    ):
        refused(house("reader", "GET", ALL, query_string={"order_by": order}), 417)
        refused(
            house("reader", "GET", ALL, query_string={"group_by": order, "fields": '["name"]'}), 417
        )


@hole("C02g", "Q-FORM-162")
def functions_that_are_not_listed(house: House) -> None:
    for field in (
        "sleep(1)",
        "benchmark(9,1)",
        "load_file('/etc/passwd')",
        "exists(select 1)",
        "(select 1)",
    ):
        refused(house("reader", "GET", ALL, query_string={"fields": json.dumps([field])}), 417)


@hole("C05", "AD20", "C06d", "C03d", "B10", "B07", "E03b", "F10c", "N12", "M04c")
def plain_mistakes_are_named(house: House) -> None:
    refused(house("sys", "GET", ALL, query_string={"order_by": "nope asc"}), 417)
    assert_clear(house("sys", "GET", "/api/resource/sec all"))
    assert_clear(house("sys", "GET", ALL, query_string={"limit_page_length": "-1"}))
    refused(house("sys", "POST", ALL, data=b"{broken", content_type="application/json"))
    refused(
        house(
            "sys",
            "POST",
            ALL,
            data='{"title": "é"}'.encode("latin-1"),
            content_type="application/json",
        )
    )
    for value in ("2026-02-31", "31/12/2026x"):
        refused(house("sys", "PUT", ALL + "/A0", json={"f_date": value}), 417)
    refused(house("sys", "POST", ALL, json={"name": "n" * 200}))
    refused(house("sys", "POST", METHOD + "frappe.client.get_list"), 417)
    refused(
        house.rpc(
            "sys",
            "frappe.desk.form.save.savedocs",
            doc={"doctype": "Sec All", "name": "A0"},
            action="Nope",
        )
    )


@hole("E03", "F01")
def text_in_a_number_is_not_nought(house: House) -> None:
    refused(house("sys", "PUT", ALL + "/A0", json={"f_int": "abc"}), 417)
    refused(house("sys", "PUT", ALL + "/A0", json={"f_float": "12 apples"}), 417)


@hole("Q-FORM-148")
def an_unknown_field_is_not_an_empty_list(house: House) -> None:
    refused(house("sys", "GET", ALL, query_string={"fields": '["nope"]'}), 417)
    refused(house("sys", "GET", ALL, query_string={"filters": '{"nope": 1}'}), 417)


@hole("A10", "A10b", "A10c", "A10d")
def a_wrong_password_on_the_new_address(house: House) -> None:
    for version in ("", "v1/", "v2/"):
        path = f"/api/{version}method/login"
        refused(house("guest", "POST", path, json={"usr": "sys@example.com", "pwd": "wrong"}), 401)
        good = house("guest", "POST", path, json={"usr": "sys@example.com", "pwd": PASSWORD})
        assert "Logged In" in good.text


@hole("A05b", "A25")
def sign_in_errors_are_answers(house: House) -> None:
    headers = {"Accept": "text/html"}
    data = {"usr": "sys@example.com", "pwd": "wrong"}
    refused(house("guest", "POST", METHOD + "login", data=data, headers=headers), 401)
    source = {"Frappe-Authorization-Source": "Sec All", "Authorization": "token a:b"}
    refused(house("guest", "GET", METHOD + "ping", headers=source), 401)


@hole("A05", "A06", "A07")
def sign_in_does_not_tell_who_exists(house: House) -> None:
    texts = set()
    for user in ("sys@example.com", "nobody-at-all@example.com"):
        answer = house("guest", "POST", METHOD + "login", json={"usr": user, "pwd": "wrong"})
        texts.add((answer.status_code, answer.json.get("message")))
    assert len(texts) == 1


@hole("D11", "C03d")
def nobody_is_shown_the_sql(house: House) -> None:
    for path in (ALL, "/api/v2/document/Sec All"):
        assert_clear(house("reader", "GET", path, query_string={"debug": "1"}))


@hole("P-LEAK-1", "P-LEAK-2", "P-LEAK-3", "P-LEAK-4")
def hidden_levels_stay_hidden(house: House) -> None:
    assert house("sys", "PUT", ALL + "/A2", json={"secret": "level-one"}).status_code == 200
    for answer in (
        house("writer", "PUT", ALL + "/A2", json={"title": "t2"}),
        house("writer", "GET", ALL + "/A2"),
        house.rpc("writer", "frappe.client.get", doctype="Sec All", name="A2"),
        house("writer", "GET", METHOD + "frappe.desk.form.load.getdoc?doctype=Sec All&name=A2"),
        house("writer", "GET", "/api/v2/document/Sec All/A2/"),
        house("writer", "GET", ALL, query_string={"fields": '["*"]'}),
        house.rpc(
            "writer",
            "frappe.client.get_value",
            doctype="Sec All",
            fieldname="secret",
            filters={"name": "A2"},
        ),
    ):
        assert_clear(answer)
        assert "level-one" not in answer.text


@hole("P-OP-filter_on_secret", "Q-FORM-118")
def a_hidden_value_is_not_found_by_search(house: House) -> None:
    house("sys", "PUT", ALL + "/A2", json={"secret": "level-one"})
    guess = {"filters": '{"secret": ["like", "level%"]}'}
    answer = house("writer", "GET", ALL, query_string=guess)
    assert_clear(answer)
    assert "A2" not in answer.text
    refused(house("writer", "GET", ALL, query_string={"order_by": "secret desc"}))


@hole("W-DIR-10", "W-DIR-11", "W-DIR-18", "W-CLIENT-1", "W-CLIENT-2")
def submitting_round_the_workflow(house: House) -> None:
    made = house("writer", "POST", FLOW, json={"name": "F1", "title": "x"}).json["data"]
    refused(house("writer", "PUT", FLOW + "/F1", json={"docstatus": 1}))
    refused(house.rpc("writer", "frappe.client.submit", doc=made))
    refused(house("writer", "POST", FLOW + "/F1", data={"run_method": "submit"}))
    refused(house("writer", "PUT", FLOW + "/F1", json={"workflow_state": "Approved"}))
    assert house.value("Sec Flow", "F1", "docstatus") == 0


@hole("W-DIR-21", "W-DIR-22")
def cancelling_round_the_workflow(house: House) -> None:
    house("writer", "POST", FLOW, json={"name": "F2", "title": "x"})
    doc = {"doctype": "Sec Flow", "name": "F2"}
    assert (
        house.rpc(
            "sys", "frappe.model.workflow.apply_workflow", doc=doc, action="Approve"
        ).status_code
        == 200
    )
    refused(house.rpc("writer", "frappe.client.cancel", **doc))
    refused(house("writer", "PUT", FLOW + "/F2", json={"docstatus": 2}))
    assert house.value("Sec Flow", "F2", "docstatus") == 1


@hole("W-COND-41", "W-COND-42")
def a_condition_is_not_a_program(house: House) -> None:
    path, marker = "/api/resource/Workflow/Sec Flow", house.site.path / "pwned"
    doc = house("sys", "GET", path).json["data"]
    house("writer", "POST", FLOW, json={"name": "F3", "title": "x"})
    for condition in (
        "doc.title = 1",
        "(",
        f"__import__('os').mkdir({str(marker)!r})",
        f"doc.__class__.__init__.__globals__['os'].mkdir({str(marker)!r})",
        f"open({str(marker)!r}, 'w')",
        "[x for x in (1).__class__.__bases__][0].__subclasses__()",
    ):
        rows = [{**row, "condition": condition} for row in doc["transitions"]]
        assert_clear(house("sys", "PUT", path, json={"transitions": rows}))
        asked = {"doctype": "Sec Flow", "name": "F3"}
        assert_clear(house.rpc("sys", "frappe.model.workflow.get_transitions", doc=asked))
    assert house("sys", "PUT", path, json={"transitions": doc["transitions"]}).status_code == 200
    assert not marker.exists()


@hole("P-SH-14", "P-SH-15")
def sharing_rights_that_one_does_not_hold(house: House) -> None:
    shared = {"doctype": "Sec All", "name": "A1", "user": "reader@example.com"}
    assert house.rpc("sys", "frappe.share.add", **shared, read=1, share=1).status_code == 200
    more = {**shared, "user": "nobody@example.com"}
    answer = house.rpc("reader", "frappe.share.add", **more, read=1, write=1)
    assert_clear(answer)
    refused(house("nobody", "PUT", ALL + "/A1", json={"title": "taken"}))
    assert house.value("Sec All", "A1", "title") != "taken"


@hole("P-CHILD-owner", "P-CHILD-reader", "C13")
def one_shared_record_opens_its_own_rows_only(house: House) -> None:
    for name in ("S0", "S1"):
        house("sys", "PUT", ALL + f"/A{name[1]}", json={"f_table": [{"item": f"row of {name}"}]})
    house.rpc(
        "sys", "frappe.share.add", doctype="Sec All", name="A0", user="nobody@example.com", read=1
    )
    query = {"parent": "Sec All", "fields": '["item", "parent"]'}
    answer = house("nobody", "GET", "/api/resource/Sec Child", query_string=query)
    assert_clear(answer)
    assert "row of S1" not in answer.text


@hole("P-OP-amend")
def amending_without_the_right(house: House) -> None:
    refused(house("reader", "POST", FLOW, json={"name": "F9", "title": "x", "amended_from": "F2"}))
    assert house.count("Sec Flow", name="F9") == 0


@hole("P-OP-export")
def exporting_without_the_right(house: House) -> None:
    form = {"doctype": "Sec All", "fields": '["name"]', "file_format_type": "CSV", "title": "x"}
    refused(house("reader", "POST", METHOD + "frappe.desk.reportview.export_query", data=form), 403)


@hole("U12", "U16", "P-RPC")
def definitions_and_statistics_without_the_right(house: House) -> None:
    stats = {"doctype": "Sec Secret", "stats": '["_user_tags"]'}
    refused(
        house("web", "GET", METHOD + "frappe.desk.reportview.get_stats", query_string=stats), 403
    )


@hole("X03c", "X04", "X05")
def a_failing_change_of_a_doctype_leaves_it_whole(house: House) -> None:
    path = "/api/resource/DocType/Sec Secret"
    before = house("sys", "GET", path).json["data"]["fields"]
    changed = [
        {**before[0], "fieldtype": "Date"},
        {"fieldname": "b", "fieldtype": "Link", "label": "B", "options": "Nope"},
    ]
    refused(house("sys", "PUT", path, json={"fields": changed}))
    after = house("sys", "GET", path).json["data"]["fields"]
    assert [f["fieldtype"] for f in after] == [f["fieldtype"] for f in before]
    assert house("sys", "GET", SECRET + "/S0").json["data"]["title"] == "hidden words"


@hole("N08", "AD10")
def the_owner_is_not_chosen(house: House) -> None:
    house(
        "writer", "PUT", ALL + "/A0", json={"owner": "writer@example.com", "creation": "2000-01-01"}
    )
    refused(
        house.rpc(
            "writer",
            "frappe.client.set_value",
            doctype="Sec All",
            name="A0",
            fieldname="owner",
            value="x",
        )
    )
    assert house.value("Sec All", "A0", "owner") == "Administrator"


@hole("R03f")
def an_upload_handler_runs_with_the_callers_rights(house: House) -> None:
    data = {
        "file": (io.BytesIO(b"x"), "x.txt"),
        "method": "frappe.client.delete",
        "doctype": "Sec All",
        "name": "A0",
    }
    refused(house("reader", "POST", METHOD + "upload_file", data=data))
    assert house.count("Sec All", name="A0") == 1


@hole("N-ignore")
def permissions_are_not_switched_off_by_an_argument(house: House) -> None:
    for extra in ({"ignore_permissions": 1}, {"flags": {"ignore_permissions": 1}}):
        refused(house("reader", "PUT", ALL + "/A0", json={"title": "x", **extra}), 403)
        doc = {"doctype": "Sec All", "name": "A9", **extra}
        refused(house.rpc("reader", "frappe.client.insert", doc=doc, **extra), 403)
        answer = house.rpc("reader", "frappe.client.get_list", doctype="Sec Secret", **extra)
        refused(answer, 403)


@hole("Z02b", "V04b")
def scripts_are_off(house: House) -> None:
    script = {
        "name": "S",
        "script_type": "API",
        "api_method": "pwn",
        "script": "frappe.db.sql('x')",
    }
    house("sys", "POST", "/api/resource/Server Script", json=script)
    refused(house("sys", "GET", METHOD + "pwn"))


@pytest.mark.parametrize("attack", HOLES)
def test_the_hole_is_closed(house: House, attack: Attack) -> None:
    """The attack that works on stock v15 fails here, with a clear answer."""
    attack(house)
    assert house("sys", "GET", METHOD + "ping").json == {"message": "pong"}
