"""Shares and the access hooks of apps, by the engine alone; the observed rows (P-SH, P-HOOK) are replayed in
tests/parity."""

from __future__ import annotations

from typing import Any

import pytest
from ristretto import access, query
from ristretto.access.facts import load_row
from ristretto.errors import PermissionError

RIGHTS = ("read", "write", "create", "delete", "submit", "cancel", "share", "print", "email")


def listed(user: str) -> str:
    """Names in the user's list; "403" when it is refused."""
    try:
        return "".join(query.get_list("Perm", pluck="name", order_by="name", user=user))
    except PermissionError:
        return "403"


def rights_on(name: str | None, user: str) -> str:
    row = load_row("Perm", name) if name else None
    return " ".join(right for right in RIGHTS if access.has_permission("Perm", right, row, user))


# id: shared rights on a, list, rights on a, rights on the DocType
SHARES = {
    "0": ((), "403", "", ""),
    "1": (("read",), "a", "read print email", "read print email"),
    "2": (("read", "write"), "a", "read write print email", "read write print email"),
    "3": (
        ("read", "write", "submit", "share"),
        "a",
        "read write submit share print email",
        "read write submit share print email",
    ),
}


@pytest.mark.parametrize("case", SHARES)
def test_a_share_gives_what_it_says(world: Any, case: str) -> None:
    """P-SH-0…3: rights on the shared document, none on another, the list shows it alone."""
    given, rows, on_a, on_doctype = SHARES[case]
    user = world.user("s@x.test")
    if given:
        world.share("Perm", "a", user, *given)

    assert (listed(user), rights_on("a", user), rights_on("b", user)) == (rows, on_a, "")
    assert rights_on(None, user) == on_doctype


def test_shared_with_everyone(world: Any) -> None:
    """P-SH-7…9: everyone who is logged in, website users too, but not Guest."""
    desk, web = world.user("s@x.test"), world.user("w@x.test", user_type="Website User")
    world.share("Perm", "b", None, "read", everyone=1)

    assert [listed(user) for user in (desk, web, "Guest")] == ["b", "b", "403"]
    assert rights_on("a", desk) == ""


def test_shares_add_to_owner_rights_and_user_permissions(world: Any) -> None:
    """P-SH-11, P-SH-12."""
    owner, confined = world.user("o@x.test", "Owner"), world.user("c@x.test", "Full")
    world.insert("Perm", "mine", owner=owner)
    world.share("Perm", "a", owner, "read")
    world.permit(confined, "Tag", "T1")
    world.share("Perm", "b", confined, "read")

    assert query.get_list("Perm", pluck="name", order_by="name", user=owner) == ["a", "mine"]
    assert rights_on("a", owner) == "read create print email"
    # stock lists e too and then refuses it: its child row links to T2
    assert listed(confined) == "abcdgi" + "mine"
    assert "read" in rights_on("b", confined)


def test_sharing_switched_off(world: Any) -> None:
    """System Settings: nobody may share, existing shares stay readable."""
    sharer = world.user("s@x.test", "Sharer")
    world.setting("disable_document_sharing", "1")

    assert access.decide("Perm", "share", load_row("Perm", "a"), sharer).rule == "sharing-off"


def test_a_share_does_not_beat_a_refusing_hook(world: Any) -> None:
    """P-HOOK-HP-share is a closed hole: on stock the share wins."""
    world.hooks(has_permission={"Perm": [lambda doc, ptype, user: False]})
    user = world.user("s@x.test")
    world.share("Perm", "a", user, "read")

    answer = access.decide("Perm", "read", load_row("Perm", "a"), user)

    assert (answer.allowed, answer.rule) == (False, "hook")


def condition(text: Any) -> Any:
    return lambda user, doctype=None: text


# id: conditions of two hooks, list
CONDITIONS = {
    "two": (["title in ('a','b')", "title in ('b','c')"], "b"),
    "bare or": (["title='b' or title='c'"], "bc"),
    "like": (["title like '%b%' and ifnull(tag, \"\") != 'x'"], "b"),
}


@pytest.mark.parametrize("case", CONDITIONS)
def test_query_condition_hooks(world: Any, case: str) -> None:
    """All conditions bind list, count and filters by child rows; a single record does not see them."""
    texts, rows = CONDITIONS[case]
    world.hooks(permission_query_conditions={"Perm": [condition(text) for text in texts]})
    user = world.user("r@x.test", "Reader")
    by_child = [["PKid", "item", "=", "b"]]

    assert listed(user) == rows
    assert len(query.get_list("Perm", ignore_permissions=True)) == 9
    assert access.has_permission("Perm", "read", load_row("Perm", "a"), user)
    assert query.count("Perm", user=user) == len(rows)
    assert query.get_list("Perm", filters=by_child, pluck="name", user=user) == ["b"]


def test_conditions_bind_shared_documents_too(world: Any) -> None:
    """P-HOOK-PQ-share(2) as recorded; MIX-2 and MIX-4 are closed holes: on stock a share goes round
    the condition."""
    world.hooks(permission_query_conditions={"Perm": [condition("title in ('a', 'e', 'g')")]})
    nobody, confined = world.user("n@x.test"), world.user("c@x.test", "Full")
    world.share("Perm", "b", nobody, "read")
    world.permit(confined, "Tag", "T1")
    world.share("Perm", "b", confined, "read")

    assert listed(nobody) == ""
    assert listed(confined) == "ag"


def test_hook_errors_are_not_swallowed(world: Any) -> None:
    """A hook that breaks must not open anything."""

    def broken(doc: Any, ptype: str, user: str) -> bool:
        raise RuntimeError("broken hook")

    world.hooks(has_permission={"Perm": [broken]})
    with pytest.raises(RuntimeError, match="broken hook"):
        access.has_permission(
            "Perm", "read", load_row("Perm", "a"), world.user("r@x.test", "Reader")
        )
