"""Accounts, roles, role profiles: names, types, passwords, keys, and what is refused."""

from __future__ import annotations

from collections.abc import Callable

import frappe
import pytest
from frappe import exceptions
from frappe.core.doctype.user import user as user_module
from frappe.utils.password import check_password, get_decrypted_password

pytestmark = pytest.mark.usefixtures("ctx")
MakeUser = Callable[..., str]


def test_name_is_the_address_in_lower_case(make_user: MakeUser) -> None:
    """Two spellings of an address are one account."""
    name = make_user(email="An.Nguyen@Example.COM")

    assert name == "an.nguyen@example.com"
    with pytest.raises(exceptions.DuplicateEntryError):
        make_user(email="AN.nguyen@example.com")


def test_bad_address_is_refused(make_user: MakeUser) -> None:
    """An account needs an address that can receive mail."""
    with pytest.raises(exceptions.InvalidEmailAddressError):
        make_user(email="no address")


def test_full_name_joins_the_parts(make_user: MakeUser) -> None:
    """Empty parts leave no blank."""
    name = make_user(first_name="Nguyễn", last_name="An")

    assert frappe.db.get_value("User", name, "full_name") == "Nguyễn An"


def test_type_follows_from_the_roles(make_user: MakeUser, make_role: Callable[..., str]) -> None:
    """Desk access of one role makes a System User; losing it makes a Website User."""
    make_role("Fw Portal", desk_access=0)
    name = make_user("Fw Portal")
    user = frappe.get_doc("User", name)
    assert user.user_type == "Website User"

    user.add_roles(make_role("Fw Desk"))
    assert user.user_type == "System User"

    user.remove_roles("Fw Desk")
    assert user.user_type == "Website User"


def test_role_that_loses_desk_access_changes_its_holders(make_user: MakeUser) -> None:
    """The type of every holder is decided again."""
    name = make_user("Fw Desk")
    role = frappe.get_doc("Role", "Fw Desk")
    role.desk_access = 0
    role.save()

    assert frappe.db.get_value("User", name, "user_type") == "Website User"


def test_disabled_role_is_taken_away(make_user: MakeUser) -> None:
    """Nobody holds a disabled role, and nobody gets it."""
    name = make_user("Fw Desk")
    role = frappe.get_doc("Role", "Fw Desk")
    role.disabled = 1
    role.save()
    frappe.get_doc("User", name).add_roles("Fw Desk")

    assert "Fw Desk" not in frappe.get_roles(name)


@pytest.mark.parametrize("role", ["System Manager", "All", "Guest"])
def test_standard_role_cannot_be_disabled(role: str) -> None:
    """A site without its own administrators could not be mended."""
    doc = frappe.get_doc("Role", role)
    doc.disabled = 1

    with pytest.raises(exceptions.ValidationError, match="cannot be disabled"):
        doc.save()


def test_automatic_and_double_roles_are_dropped(make_user: MakeUser) -> None:
    """Everybody has them by rule; a role counts once."""
    user = frappe.get_doc("User", make_user("Fw Desk"))
    for role in ("Fw Desk", "All", "Administrator", "Desk User"):
        user.append("roles", {"role": role})
    user.save()

    assert [row.role for row in user.roles] == ["Fw Desk"]


def test_role_profile_decides_the_roles(make_user: MakeUser, make_role: Callable[..., str]) -> None:
    """Users of a profile have exactly its roles, also after it changed."""
    rows = [{"role": make_role("Fw A")}]
    profile = frappe.get_doc(
        {"doctype": "Role Profile", "role_profile": "Fw Profile", "roles": rows}
    )
    profile.insert()
    name = make_user("Fw Other", role_profile_name="Fw Profile")
    assert {row.role for row in frappe.get_doc("User", name).roles} == {"Fw A"}

    profile.append("roles", {"role": make_role("Fw B")})
    profile.save()

    assert {row.role for row in frappe.get_doc("User", name).roles} == {"Fw A", "Fw B"}


@pytest.mark.parametrize("name", ["Administrator", "Guest"])
def test_standard_account_stays(name: str) -> None:
    """It is neither deleted, renamed nor switched off."""
    user = frappe.get_doc("User", name)
    user.enabled = 0

    with pytest.raises(exceptions.ValidationError, match="cannot be disabled"):
        user.save()
    with pytest.raises(exceptions.ValidationError, match="cannot be deleted"):
        frappe.delete_doc("User", name)
    with pytest.raises(exceptions.ValidationError, match="cannot be renamed"):
        frappe.rename_doc("User", name, "x@example.com")


def test_system_manager_cannot_take_over_administrator(make_user: MakeUser) -> None:
    """The password of Administrator is Administrator's."""
    frappe.set_user(make_user("System Manager"))
    user = frappe.get_doc("User", "Administrator")
    user.new_password = "taken over 1"

    with pytest.raises(exceptions.PermissionError):
        user.save()


def test_new_password_is_stored_as_a_hash_only(make_user: MakeUser) -> None:
    """The record never holds the password; logging in with it works."""
    name = make_user(new_password="a good one 1")

    assert not frappe.db.get_value("User", name, "new_password")
    assert check_password(name, "a good one 1") == name
    with pytest.raises(exceptions.AuthenticationError):
        check_password(name, "a bad one")


def test_generated_secret_is_shown_once_and_kept_encrypted(make_user: MakeUser) -> None:
    """Key and secret name the account for programs."""
    name = make_user("Fw Desk")

    answer = user_module.generate_keys(name)

    stored = get_decrypted_password("User", name, "api_secret")
    assert stored == answer["api_secret"]
    assert answer["api_secret"] not in str(frappe.db.get_value("User", name, "*", as_dict=True))


def test_reset_link_works_once(make_user: MakeUser, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key of a link chooses one new password, and only while it is fresh."""
    from frappe.core.doctype.user import passwords

    name = make_user()
    link = passwords.make_reset_link(frappe.get_doc("User", name))
    key = link.split("key=")[1]

    assert passwords.user_of_key(key) == name
    frappe.db.set_value("User", name, "last_reset_password_key_generated_on", "2020-01-01 00:00:00")
    with pytest.raises(exceptions.LinkExpired, match="expired"):
        passwords.user_of_key(key)
    with pytest.raises(exceptions.LinkExpired, match="not valid"):
        passwords.user_of_key("guessed")


@pytest.mark.parametrize("password", ["short", "fw.weak@example.com"])
def test_weak_password_is_refused(password: str) -> None:
    """Short ones and the account's own name are no passwords."""
    from frappe.core.doctype.user.passwords import refuse_weak

    with pytest.raises(exceptions.ValidationError, match="password"):
        refuse_weak(password, "fw.weak@example.com")


def test_rename_follows_through_owner_columns(make_user: MakeUser) -> None:
    """Whoever made a record is the same person under the new address."""
    name = make_user()
    log = frappe.get_doc({"doctype": "Error Log", "method": "m"}).insert()
    frappe.db.set_value("Error Log", log.name, "owner", name, update_modified=False)

    new = frappe.rename_doc("User", name, "Renamed@example.com")

    assert new == "renamed@example.com"
    assert frappe.db.get_value("Error Log", log.name, "owner") == new
    assert frappe.db.get_value("User", new, "email") == new


def test_everybody_may_change_the_own_account_but_not_its_roles(make_user: MakeUser) -> None:
    """The account is shared with its owner; fields of level 1 keep their values."""
    name = make_user("Fw Desk")
    frappe.set_user(name)
    user = frappe.get_doc("User", name)
    user.phone = "+84 24 3333"
    user.append("roles", {"role": "System Manager"})
    user.append("social_logins", {"provider": "google", "userid": "somebody else"})
    user.save()

    assert frappe.db.get_value("User", name, "phone") == "+84 24 3333"
    assert not frappe.db.exists("User Social Login", {"parent": name, "provider": "google"})
    assert "System Manager" not in frappe.get_roles(name)


def test_roles_to_give_are_listed_without_the_automatic_ones() -> None:
    """A form offers what can be given."""
    roles = user_module.get_all_roles()

    assert "System Manager" in roles
    assert not {"All", "Guest", "Desk User", "Administrator"} & set(roles)
