"""User types of a site's own: one role, its rights, the record about the person, and who may make them."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from ristretto import access
from ristretto.context import Context
from ristretto.web.pages import is_desk_user

KEEPER = "Type Keeper"


@pytest.fixture
def forms(ctx: Context, make_doctype: Any, make_role: Any) -> Context:
    """A form about people, a form of theirs, what it links to, and a role made here."""
    make_role(KEEPER, is_custom=1)
    make_doctype("Type Place", [{"fieldname": "title", "fieldtype": "Data"}])
    make_doctype(
        "Type Person",
        [{"fieldname": "account", "fieldtype": "Link", "options": "User", "label": "Account"}],
        autoname="Prompt",
    )
    make_doctype(
        "Type Note",
        [
            {"fieldname": "person", "fieldtype": "Link", "options": "Type Person"},
            {"fieldname": "place", "fieldtype": "Link", "options": "Type Place"},
        ],
        autoname="Prompt",
    )
    ctx.conf["user_type_doctype_limit"] = {"people": 3}
    return ctx


def make_type(**values: Any) -> Any:
    return frappe.get_doc(
        {
            "doctype": "User Type",
            "name": "People",
            "role": KEEPER,
            "apply_user_permission_on": "Type Person",
            "user_id_field": "account",
            "user_doctypes": [
                {"document_type": "Type Person", "read": 1},
                {"document_type": "Type Note", "read": 1, "write": 1, "create": 1},
            ],
            **values,
        }
    )


def person(name: str, account: str) -> Any:
    return frappe.get_doc(
        {"doctype": "Type Person", "__newname": name, "account": account}
    ).insert()


def test_the_rights_of_a_type(forms: Context) -> None:
    """As listed; what is linked can be chosen; files can be attached; nothing else."""
    made = make_type().insert()
    assert [row.document_type for row in made.select_doctypes] == ["Type Place", "User"]
    assert [row.module for row in made.user_type_modules] == ["Custom"]
    rows = frappe.get_all(
        "Custom DocPerm", {"role": KEEPER}, ["parent", "read", "write", "create", "select"]
    )
    rights = {row.parent: (row.read, row.write, row.create, row.select) for row in rows}
    assert rights == {
        "Type Person": (1, 0, 0, 0),
        "Type Note": (1, 1, 1, 0),
        "Type Place": (0, 0, 0, 1),
        "User": (0, 0, 0, 1),
        "File": (1, 1, 1, 0),
    }
    made.set("user_doctypes", [{"document_type": "Type Person", "read": 1}])
    made.save()
    left = frappe.get_all("Custom DocPerm", {"role": KEEPER}, pluck="parent", order_by="parent")
    assert left == ["File", "Type Person", "User"]


def test_an_account_of_a_type(forms: Context, make_user: Any) -> None:
    """No role until a record names it; then its role and that record alone; it opens the desk."""
    make_type().insert()
    mine = make_user(user_type="People")
    user = frappe.get_doc("User", mine)
    assert (user.user_type, user.roles) == ("People", [])
    person("Other", make_user())

    person("Mine", mine)
    user.reload()
    assert [row.role for row in user.roles] == [KEEPER]
    assert "Custom" not in user.get_blocked_modules()
    assert "Desk" in user.get_blocked_modules()
    assert "Desk User" not in access.roles(mine)
    forms.set_user(mine)
    assert is_desk_user(forms)
    assert frappe.get_list("Type Person", pluck="name") == ["Mine"]
    assert not frappe.has_permission("Type Place", "read")
    assert frappe.has_permission("Type Place", "select")


def test_a_record_that_changes_hands(forms: Context, make_user: Any) -> None:
    """The account it named before no longer sees it."""
    make_type().insert()
    first, second = make_user(user_type="People"), make_user(user_type="People")
    record = person("One", first)
    record.account = second
    record.save()
    held = frappe.get_all("User Permission", {"allow": "Type Person"}, ["user", "for_value"])
    assert [(row.user, row.for_value) for row in held] == [(second, "One")]


def test_a_type_that_is_changed_or_taken_away(forms: Context, make_user: Any) -> None:
    """Its people follow at once; an account whose type is changed back lives by its roles again."""
    made = make_type().insert()
    mine = make_user(user_type="People")
    person("Mine", mine)
    frappe.get_doc({"doctype": "Role", "role_name": "Type Other", "is_custom": 1}).insert()
    made.role = "Type Other"
    made.save()
    assert [row.role for row in frappe.get_doc("User", mine).roles] == ["Type Other"]

    user = frappe.get_doc("User", mine)
    user.user_type = "Website User"
    user.save()
    assert (user.user_type, access.opens_desk(mine)) == ("System User", True)
    user.set("roles", [])
    user.save()
    assert (user.user_type, access.opens_desk(mine)) == ("Website User", False)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"name": "Strangers"}, "user_type_doctype_limit"),
        ({"role": "System Manager"}, "made on this site"),
        ({"user_id_field": "owner"}, "names an account"),
        ({"user_doctypes": [{"document_type": "Type Note"}] * 4}, "may open 3 forms, not 4"),
    ],
)
def test_types_that_cannot_be(forms: Context, values: dict[str, Any], text: str) -> None:
    """Without a limit, with an app's role, without a field about the account, with too many forms."""
    with pytest.raises(frappe.ValidationError, match=text):
        make_type(**values).insert()


def test_more_than_three_forms_of_the_site(forms: Context) -> None:
    """Forms that were made here are counted besides."""
    forms.conf["user_type_doctype_limit"] = {"people": 9}
    rows = [{"document_type": "Type Note"} for _each in range(4)]
    with pytest.raises(
        frappe.ValidationError, match="may open 3 forms that were made on this site"
    ):
        make_type(user_doctypes=rows).insert()


def test_who_makes_types(forms: Context, make_user: Any) -> None:
    """Administrator; a System Manager may change one, and nobody deletes a standard one."""
    with pytest.raises(frappe.ValidationError, match="belongs to the framework"):
        frappe.delete_doc("User Type", "System User")
    make_type().insert()
    forms.set_user(make_user("System Manager"))
    with pytest.raises(frappe.PermissionError):
        make_type(name="More").insert()
    assert frappe.has_permission("User Type", "write")


def test_forms_and_fields_about_accounts(forms: Context) -> None:
    """What the form offers for choosing."""
    from frappe.core.doctype.user_type.user_type import get_user_id, get_user_linked_doctypes

    assert get_user_id("Type Person") == [{"label": "Account", "value": "account"}]
    assert get_user_linked_doctypes("DocType", "Comment", "name", 0, 20, {}) == []
