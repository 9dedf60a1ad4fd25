"""The closed holes of Singles, cancellations, bodies, templates and names of forms: one attack for each.

The other holes: test_closed_holes.py and test_closed_holes_of_records.py.
"""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from ristretto.db.connect import connected
from security_holes import ALL, FLOW, METHOD, SECRET, refused, registry
from security_house import House, assert_clear

HOLES, hole = registry()
WORDS = "words of level one"


def make_single(house: House) -> None:
    """A Single that the writer reads at level 0, with a value at level 1."""
    fields = [
        {"fieldname": "open", "fieldtype": "Data", "label": "Open"},
        {"fieldname": "secret", "fieldtype": "Data", "label": "Secret", "permlevel": 1},
    ]
    rows = [{"role": "Sec Writer", "read": 1, "write": 1}]
    with connected(house.site, mode="write") as context:
        definition = {"doctype": "DocType", "name": "Sec Single", "module": "Core", "custom": 1}
        frappe.get_doc(
            {**definition, "issingle": 1, "fields": fields, "permissions": rows}
        ).insert()
        single = frappe.get_doc("Sec Single")
        single.update({"open": "for all", "secret": WORDS})
        single.save()
        context.db.commit()


@hole("levels of a Single")
def a_single_keeps_its_levels(house: House) -> None:
    make_single(house)
    one = {"doctype": "Sec Single"}
    shown = house.rpc("writer", "frappe.client.get_value", **one, fieldname='["open", "secret"]')
    assert shown.json["message"] == {"open": "for all"}
    told = house.rpc("writer", "frappe.client.get_single_value", **one, field="open")
    assert told.json["message"] == "for all"
    answer = house.rpc("writer", "frappe.client.get_single_value", **one, field="secret")
    refused(answer, 403)
    assert WORDS not in answer.text
    assert "Secret" in answer.text
    assert house.value("Sec Single", "Sec Single", "secret") == WORDS


@hole("3.2-cancel")
def a_cancellation_carries_nothing_along(house: House) -> None:
    """Who may cancel may not rewrite the submitted record in the same request."""
    step = "frappe.model.workflow.apply_workflow"
    assert (
        house("writer", "POST", FLOW, json={"name": "C1", "title": "as it was"}).status_code == 200
    )
    approved = house.rpc("sys", step, doc={"doctype": "Sec Flow", "name": "C1"}, action="Approve")
    assert approved.status_code == 200
    sent = house("sys", "GET", FLOW + "/C1").json["data"]
    changed = {**sent, "doctype": "Sec Flow", "title": "rewritten"}
    refused(house("sys", "PUT", FLOW + "/C1", json={"docstatus": 2, "title": "rewritten"}), 417)
    for method, options in (
        ("frappe.desk.form.save.savedocs", {"action": "Cancel"}),
        ("frappe.client.save", {}),
    ):
        refused(house.rpc("sys", method, doc={**changed, "docstatus": 2}, **options), 417)
    assert house.value("Sec Flow", "C1", "title") == "as it was"
    assert house("sys", "PUT", FLOW + "/C1", json={"docstatus": 2}).status_code == 200
    assert house.value("Sec Flow", "C1", "workflow_state") == "Cancelled"


@hole("malformed bodies")
def a_malformed_body_is_refused_with_a_sentence(house: House) -> None:
    before = house.state()
    broken, odd = (b"{", b"\xff\xfe", b'{"title": NaN}'), (b"[1, 2]", b'"text"', b"null")
    for method, path in (
        ("POST", ALL),
        ("PUT", ALL + "/A0"),
        ("POST", METHOD + "frappe.client.save"),
    ):
        for body in broken + odd:
            answer = house("sys", method, path, data=body, content_type="application/json")
            refused(answer, 400 if body in broken else 417)
            sentence = answer.json["exception"].partition(": ")[2]
            assert len(sentence.split()) > 2, (path, body, answer.text[:200])
    assert house.state() == before
    refused(house("sys", "GET", "/api/resource/System Settings"), 417)


@hole("templates")
def a_template_changes_nothing_and_reaches_nothing(house: House) -> None:
    """A reader prints a format whose text writes and looks for modules."""
    texts = {
        "set": "{{ frappe.db.set_value('Sec All', 'A1', 'title', 'forged') }}",
        "save": "{{ frappe.get_doc('Sec All', 'A1').db_set('title', 'forged') }}",
        "module": "{{ frappe.utils.sys.modules }}",
        "class": "{{ ''.__class__.__mro__ }}",
    }
    before = house.value("Sec All", "A1", "title")
    for name, text in texts.items():
        row = {"name": f"Sec Print {name}", "doc_type": "Sec All", "custom_format": 1,
               "html": f"<p>{text}</p>", "print_format_type": "Jinja", "standard": "No"}  # fmt: skip
        assert_clear(house("sys", "POST", "/api/resource/Print Format", json=row))
        call = {"doc": "Sec All", "name": "A1", "print_format": row["name"]}
        answer = house.rpc("reader", "frappe.www.printview.get_html_and_style", **call)
        assert_clear(answer)
        assert "<module" not in answer.text
        assert "<class" not in answer.text
        assert house.value("Sec All", "A1", "title") == before != "forged", name


@hole("P01q")
def the_search_names_only_forms_that_open(house: House) -> None:
    asked = {"doctype": "DocType", "txt": "Sec "}
    for who, secret in (("sys", True), ("writer", False), ("reader", False)):
        answer = house.rpc(who, "frappe.desk.search.search_link", **asked)
        assert_clear(answer)
        names = {row["value"] for row in answer.json["message"]}
        assert "Sec All" in names, who
        assert ("Sec Secret" in names) is secret, who
        assert (house(who, "GET", SECRET).status_code == 200) is secret, who
    refused(house.rpc("guest", "frappe.desk.search.search_link", **asked), 403)


@pytest.mark.parametrize("attack", HOLES)
def test_the_hole_is_closed(house: House, attack: Any) -> None:
    """The attack that works on stock v15 fails here, with a clear answer."""
    attack(house)
