"""An administrator asks why somebody may, or may not: the rule by its name, and each question with what was found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.core.doctype.permission_inspector.permission_inspector import explain
from frappe.permissions import push_perm_check_log
from frappe.tests.utils import patch_hooks

Make = Callable[..., str]
REASON = "Kept for the archive"


def refuse(doc: Any, ptype: str | None = None, user: str | None = None, debug: bool = False) -> Any:
    push_perm_check_log(REASON, debug=debug)
    return False


def rules(answer: dict[str, Any]) -> list[tuple[str, bool]]:
    return [(step["rule"], step["speaks_for"]) for step in answer["steps"]]


@pytest.fixture
def note(ctx: Any) -> str:
    return str(frappe.get_doc({"doctype": "ToDo", "description": "a task"}).insert().name)


@pytest.fixture
def paper(ctx: Any, make_doctype: Make, make_role: Make) -> tuple[str, str]:
    """(DocType read by a role, the role)."""
    role = make_role()
    rows = [{"role": role, "read": 1, "write": 1}]
    return make_doctype(permissions=rows), role


def test_a_role_gives_it(paper: tuple[str, str], make_user: Make) -> None:
    """The role that opens the record is named."""
    doctype, role = paper
    name = frappe.get_doc({"doctype": doctype}).insert().name
    answer = explain(doctype, make_user(role), name)

    assert (answer["allowed"], answer["rule"]) == (True, "role")
    assert role in answer["steps"][0]["text"]


def test_no_role_gives_it(paper: tuple[str, str], make_user: Make) -> None:
    """Who lacks every role is told which one would do."""
    doctype, role = paper
    answer = explain(doctype, make_user())

    assert (answer["allowed"], answer["rule"]) == (False, "no-role-right")
    assert rules(answer) == [("no-role-right", False)]
    assert role in answer["steps"][0]["text"]


def test_a_hook_says_why(paper: tuple[str, str], make_user: Make) -> None:
    """The words of an app's hook stand in the answer, not its path."""
    doctype, role = paper
    name = frappe.get_doc({"doctype": doctype}).insert().name
    with patch_hooks({"has_permission": {doctype: [refuse]}}):
        answer = explain(doctype, make_user(role), name)

    assert (answer["allowed"], answer["rule"]) == (False, "hook")
    assert rules(answer) == [("role", True), ("hook", False)]
    assert answer["steps"][1]["text"] == REASON


def test_own_records_and_shares(
    ctx: Any, make_doctype: Make, make_role: Make, make_user: Make
) -> None:
    """A right on own records, somebody else's record, and a share that opens it after all."""
    role = make_role()
    doctype = make_doctype(permissions=[{"role": role, "read": 1, "if_owner": 1}])
    name = frappe.get_doc({"doctype": doctype}).insert().name
    user = make_user(role)
    refused = explain(doctype, user, name)
    frappe.share.add_docshare(doctype, name, user, flags={"ignore_share_permission": True})
    opened = explain(doctype, user, name)

    assert (refused["rule"], rules(refused)) == (
        "not-owner",
        [("owner", True), ("not-owner", False)],
    )
    assert (opened["rule"], rules(opened)[-1]) == ("share", ("share", True))


def test_fields_of_a_higher_level(
    ctx: Any, make_doctype: Make, make_role: Make, make_user: Make
) -> None:
    """The record is open and a field of it is not: the field is named."""
    role = make_role()
    doctype = make_doctype(
        fields=[{"fieldname": "secret", "fieldtype": "Data", "label": "Secret", "permlevel": 1}],
        permissions=[{"role": role, "read": 1}],
    )
    answer = explain(doctype, make_user(role))

    assert answer["allowed"]
    assert rules(answer)[-1] == ("permlevel", False)
    assert "Secret" in answer["steps"][-1]["text"]


def test_the_form_of_stock(note: str) -> None:
    """Permission Inspector answers in its field, and stores nothing."""
    form = frappe.get_doc("Permission Inspector")
    form.update({"ref_doctype": "ToDo", "docname": note, "user": "Guest"})
    form.debug()

    assert "None of the person's roles gives it" in form.output
    assert form.output.splitlines()[-1].startswith("hook: ")
    assert frappe.get_doc("Permission Inspector").output is None


def test_only_administrators_ask(note: str, make_user: Make) -> None:
    """Others are refused, and so are a right that is none and an account that is none."""
    frappe.flags.in_test = False  # where tests may call whatever they like
    frappe.set_user(make_user())
    with pytest.raises(frappe.PermissionError):
        explain("ToDo", "Guest", note)
    frappe.set_user("Administrator")
    with pytest.raises(frappe.ValidationError, match="is no right"):
        explain("ToDo", "Guest", note, "fly")
    with pytest.raises(frappe.ValidationError, match="no account"):
        explain("ToDo", "nobody@example.com", note)
