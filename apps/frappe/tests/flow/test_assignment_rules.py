"""Assignment rules: who gets which record, when it is taken back, closed and opened again."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from frappe.automation.doctype.assignment_rule.assignment_rule import bulk_apply
from frappe.utils import add_days, getdate, today
from ristretto.flow.repeat import WEEKDAYS

FIELDS = [
    {"fieldname": "title", "fieldtype": "Data", "label": "Title"},
    {"fieldname": "status", "fieldtype": "Data", "label": "Status"},
    {"fieldname": "due", "fieldtype": "Date", "label": "Due"},
    {"fieldname": "holder", "fieldtype": "Link", "options": "User", "label": "Holder"},
]


@pytest.fixture
def form(ctx: Any, make_doctype: Any) -> str:
    return str(make_doctype(fields=FIELDS))


@pytest.fixture
def people(make_user: Any) -> list[str]:
    return [make_user("System Manager") for _each in range(3)]


def rule(doctype: str, people: list[str], **values: Any) -> Any:
    return frappe.get_doc(
        {
            "doctype": "Assignment Rule",
            "name": f"Rule {frappe.generate_hash(length=6)}",
            "document_type": doctype,
            "description": "Xem {{ title }}",
            "assign_condition": 'status == "Open"',
            "rule": "Round Robin",
            "users": [{"user": user} for user in people],
            "assignment_days": [{"day": day} for day in WEEKDAYS],
            **values,
        }
    ).insert()


def record(doctype: str, **values: Any) -> Any:
    return frappe.get_doc(
        {"doctype": doctype, "title": "Việc", "status": "Open", **values}
    ).insert()


def tasks(doc: Any, *fields: str, **filters: Any) -> list[Any]:
    found = frappe.get_all(
        "ToDo",
        filters={"reference_name": doc.name, **filters},
        fields=list(fields or ("allocated_to",)),
        order_by="creation",
    )
    return [next(iter(row.values())) if len(row) == 1 else row for row in found]


def test_people_get_records_in_turn(form: str, people: list[str]) -> None:
    """Four records go around three people; the task names the rule and says what to do."""
    made = rule(form, people)
    docs = [record(form) for _each in range(4)]

    assert [tasks(doc) for doc in docs] == [[each] for each in [*people, people[0]]]
    row = tasks(docs[0], "description", "assignment_rule", "status")[0]
    assert (row.description, row.assignment_rule, row.status) == ("Xem Việc", made.name, "Open")


def test_whoever_has_least_to_do_gets_the_record(form: str, people: list[str]) -> None:
    """Open tasks of the same form count."""
    rule(form, people, rule="Load Balancing")
    docs = [record(form) for _each in range(2)]
    todo = frappe.get_last_doc("ToDo", {"reference_name": docs[0].name})
    todo.status = "Closed"
    todo.save()

    assert tasks(record(form)) == [people[0]]
    assert tasks(record(form)) == [people[2]]


def test_field_names_the_person(form: str, people: list[str]) -> None:
    """A blank field, and an account that is switched off, give nobody the task."""
    rule(form, [], rule="Based on Field", field="holder")
    frappe.db.set_value("User", people[1], "enabled", 0)

    assert tasks(record(form, holder=people[2])) == [people[2]]
    assert tasks(record(form, holder=people[1])) == tasks(record(form)) == []


def test_task_is_taken_back_and_given_anew(form: str, people: list[str]) -> None:
    """The first level's task is withdrawn when the record goes to the second, which has a rule of its own."""
    rule(form, people[:1], unassign_condition='status == "Second"', priority=1)
    rule(form, people[1:2], assign_condition='status == "Second"', priority=2)
    doc = record(form)
    doc.status = "Second"
    doc.save()

    assert tasks(doc, status="Cancelled") == people[:1]
    assert tasks(doc, status="Open") == people[1:2]


def test_task_closes_and_opens_with_the_record(form: str, people: list[str]) -> None:
    """What the rule closed it opens again; what a person closed stays closed."""
    rule(form, people[:1], close_condition='status == "Done"')
    doc = record(form)
    states = []
    for status in ("Done", "Open"):
        doc.status = status
        doc.save()
        states += tasks(doc, "status")
    todo = frappe.get_last_doc("ToDo", {"reference_name": doc.name})
    todo.status = "Closed"
    todo.save()
    doc.reload()
    doc.save()

    assert [*states, *tasks(doc, "status")] == ["Closed", "Open", "Closed"]


def test_due_date_follows_the_record(form: str, people: list[str]) -> None:
    """The task is due by the named date, and moves with it."""
    rule(form, people, due_date_based_on="due")
    doc = record(form, due=add_days(today(), 5))
    first = tasks(doc, "date")
    doc.due = add_days(today(), 9)
    doc.save()

    assert [first, tasks(doc, "date")] == [
        [getdate(add_days(today(), 5))],
        [getdate(add_days(today(), 9))],
    ]


def test_rule_rests_on_other_days(form: str, people: list[str], ctx: Any) -> None:
    """Only the chosen weekdays count; a disabled rule does nothing."""
    made = rule(form, people, assignment_days=[{"day": "Monday"}])
    found = []
    for day in ("Tuesday", "Monday"):
        ctx.flags.assignment_day = day
        found.append(len(tasks(record(form))))
    made.reload()
    made.disabled = 1
    made.save()

    assert [*found, len(tasks(record(form)))] == [0, 1, 0]


def test_rule_that_fails_stops_no_save(form: str, people: list[str]) -> None:
    """A condition that raises is told and not met; the next rule is asked."""
    rule(form, people[:1], assign_condition="due > 5", priority=9)
    rule(form, people[1:2])
    doc = record(form)

    assert tasks(doc) == people[1:2]
    assert "could not be followed" in frappe.local.message_log[-1].message


def test_closed_record_goes_to_the_next_person(
    form: str, people: list[str], ctx: Any, make_user: Any
) -> None:
    """Where records are not shared, a person that may not read it is passed over."""
    frappe.db.set_single_value("System Settings", "disable_document_sharing", 1)
    frappe.clear_cache()
    stranger = make_user()
    rule(form, [stranger, people[0]])
    doc = record(form)

    assert tasks(doc) == [people[0]]
    assert not frappe.local.message_log


def test_rules_are_followed_for_many_records(form: str, people: list[str], ctx: Any) -> None:
    """Few at once, many in the background; only for who may write them."""
    docs = [record(form) for _each in range(7)]
    rule(form, people)
    bulk_apply(form, [doc.name for doc in docs[:2]])
    bulk_apply(form, frappe.as_json([doc.name for doc in docs[1:]]))

    assert [len(tasks(doc)) for doc in docs[:3]] == [1, 1, 0]
    assert frappe.db.sql("select count(*) from ristretto_job")[0][0] == 6


def test_only_writers_apply_rules(form: str, people: list[str], ctx: Any, make_user: Any) -> None:
    """Somebody without the right to write is refused before anything happens."""
    doc = record(form)
    rule(form, people)
    ctx.set_user(make_user())
    with pytest.raises(frappe.PermissionError):
        bulk_apply(form, [doc.name])
    ctx.set_user("Administrator")
    assert tasks(doc) == []


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"assign_condition": "status =="}, "Assign Condition"),
        ({"assign_condition": "gone == 1"}, "gone"),
        ({"close_condition": "doc.status"}, "doc"),
        ({"assignment_days": [{"day": "Monday"}, {"day": "Monday"}]}, "Monday"),
        ({"document_type": "ToDo"}, "Tasks"),
        ({"users": []}, "person"),
        ({"rule": "Based on Field"}, "field"),
        ({"description": "{{ title "}, "template"),
        ({"assignment_days": []}, "assignment_days"),
    ],
)
def test_what_could_never_work_is_refused(
    form: str, people: list[str], values: dict[str, Any], text: str
) -> None:
    """Wrong conditions, days, people, when the rule is saved."""
    with pytest.raises(frappe.ValidationError, match=text):
        rule(form, people, **values)
