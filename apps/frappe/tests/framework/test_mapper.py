"""One document made out of another: fields, rows, links back, conditions, and who may do it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.model.mapper import get_mapped_doc

Make = Callable[..., Any]


def field(name: str, kind: str = "Data", **values: Any) -> dict[str, Any]:
    return {"fieldname": name, "fieldtype": kind, "label": name.title(), **values}


@pytest.fixture
def source(ctx: Any, make_doctype: Make) -> Any:
    """An order with two lines, and the DocTypes of its note."""
    line = [field("item"), field("qty", "Int"), field("internal", no_copy=1)]
    make_doctype("Order Line", fields=line, istable=1)
    make_doctype("Note Line", fields=[*line, field("amount", "Int")], istable=1)
    make_doctype("Extra Line", fields=[field("text")], istable=1)
    extra = field("extras", "Table", options="Extra Line")
    make_doctype(
        "Order Form",
        fields=[
            field("title"),
            field("buyer"),
            field("secret", no_copy=1),
            field("lines", "Table", options="Order Line"),
            extra,
        ],
    )
    make_doctype(
        "Delivery Form",
        fields=[
            field("title"),
            field("receiver"),
            field("secret"),
            field("order", "Link", options="Order Form"),
            field("rows", "Table", options="Note Line"),
            extra,
        ],
    )
    rows = [{"item": "a", "qty": 2, "internal": "x"}, {"item": "b", "qty": 0}]
    values = {"title": "T", "buyer": "B", "secret": "S", "lines": rows, "extras": [{"text": "e"}]}
    return frappe.get_doc({"doctype": "Order Form", **values}).insert()


def maps(**changes: Any) -> dict[str, Any]:
    head = {"doctype": "Delivery Form", "field_map": {"buyer": "receiver"}, **changes}
    return {
        "Order Form": head,
        "Order Line": {"doctype": "Note Line", "field_map": [["qty", "amount"]]},
    }


def test_fields_rows_and_the_link_back(source: Any) -> None:
    """Same names, mapped names and rows are taken over, what is not to be copied is not; nothing is stored."""
    made = get_mapped_doc("Order Form", source.name, maps())

    assert (made.title, made.receiver, made.secret, made.order) == ("T", "B", None, source.name)
    assert [(row.item, row.qty, row.amount, row.internal) for row in made.rows] == [
        ("a", 2, 2, None),
        ("b", 0, 0, None),
    ]
    assert [row.text for row in made.extras] == ["e"]
    assert made.is_new()
    assert frappe.db.count("Delivery Form") == 0
    made.insert()
    assert frappe.get_doc("Delivery Form", made.name).rows[0].item == "a"


def test_conditions_filters_and_post_processing(source: Any) -> None:
    """Rows are chosen by condition and filter; functions finish rows and the document."""
    chosen = maps(field_no_map=["title"])
    chosen["Order Line"].update(
        condition=lambda row: row.qty > 0,
        postprocess=lambda row, target, parent: target.update(
            {"item": f"{row.item} of {parent.title}"}
        ),
    )
    made = get_mapped_doc(
        "Order Form",
        source.name,
        chosen,
        postprocess=lambda old, new: new.update({"secret": old.buyer}),
    )

    assert [row.item for row in made.rows] == ["a of T"]
    assert (made.title, made.secret) == (None, "B")
    chosen["Order Line"] = {"doctype": "Note Line", "filter": lambda row: row.item == "a"}
    assert [row.item for row in get_mapped_doc("Order Form", source.name, chosen).rows] == ["b"]


def test_several_sources_into_one(source: Any) -> None:
    """A given target is filled further; rows that must only fill an empty table leave a full one alone."""
    target = get_mapped_doc("Order Form", source.name, maps())
    get_mapped_doc("Order Form", source.name, maps(), target)
    assert len(target.rows) == 4
    once = maps()
    once["Order Line"]["add_if_empty"] = True

    get_mapped_doc("Order Form", source.name, once, target)

    assert len(target.rows) == 4


def test_only_some_rows(source: Any) -> None:
    """The desk's choice of rows holds for this call."""
    frappe.flags.selected_children = {"lines": [source.lines[1].name]}

    assert [row.item for row in get_mapped_doc("Order Form", source.name, maps()).rows] == ["b"]


def test_what_is_refused(source: Any, make_user: Make) -> None:
    """A source that does not fulfil the rules, and a user without the rights on either side."""
    with pytest.raises(frappe.ValidationError):
        get_mapped_doc("Order Form", source.name, maps(validation={"docstatus": ["=", 1]}))
    frappe.set_user(make_user("mapper@example.com"))
    with pytest.raises(frappe.PermissionError):
        get_mapped_doc("Order Form", source.name, maps())
    assert get_mapped_doc("Order Form", source.name, maps(), ignore_permissions=True).title == "T"
