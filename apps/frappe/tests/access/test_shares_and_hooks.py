"""Shares (P-SH-*) and the access hooks of apps (P-HOOK-*): same as recorded, except where a share
beats a hook."""

from __future__ import annotations

from typing import Any

import pytest
from ristretto import access, query
from ristretto.access.facts import load_row
from ristretto.errors import PermissionError

ALL = "abcdefghi"
RIGHTS = ("read", "write", "create", "delete", "submit", "cancel", "share", "print", "email")
calls: list[tuple[str, str]] = []


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


def hook(name: str, answer: Any) -> Any:
    def ask(doc: Any, ptype: str, user: str) -> Any:
        calls.append((name, ptype))
        return answer

    return ask


# id: hooks of the DocType in list order, hooks of *, role, may read, hooks asked
HOOKS = [
    ("HP-True-reader", [True], [], "Reader", True, ["h0"]),
    ("HP-True-none", [True], [], None, False, ["h0"]),
    ("HP-False-reader", [False], [], "Reader", False, ["h0"]),
    ("HP-None-reader", [None], [], "Reader", True, ["h0"]),
    ("HP-1-reader", [1], [], "Reader", True, ["h0"]),
    ("HP-0-reader", [0], [], "Reader", False, ["h0"]),
    ("HP-''-reader", [""], [], "Reader", False, ["h0"]),
    ("HP2-True-False", [True, False], [], "Reader", False, ["h1"]),
    ("HP2-False-True", [False, True], [], "Reader", True, ["h1"]),
    ("HP2-False-None", [False, None], [], "Reader", False, ["h1", "h0"]),
    ("HP2-None-True", [None, True], [], "Reader", True, ["h1"]),
    ("HP-star", [None], [False], "Reader", False, ["s0"]),
    ("HP-star2", [True], [False], "Reader", False, ["s0"]),
]


@pytest.mark.parametrize(("case", "own", "star", "role", "allowed", "asked"), HOOKS)
def test_has_permission_hooks(
    world: Any,
    case: str,
    own: list[Any],
    star: list[Any],
    role: str | None,
    allowed: bool,
    asked: list[str],
) -> None:
    """P-HOOK-HP*: `*` first, then last to first; the first answer decides; hooks only refuse."""
    world.hooks(
        has_permission={
            "Perm": [hook(f"h{n}", answer) for n, answer in enumerate(own)],
            "*": [hook(f"s{n}", answer) for n, answer in enumerate(star)],
        }
    )
    user = world.user("r@x.test", *([role] if role else []))
    calls.clear()

    assert access.has_permission("Perm", "read", load_row("Perm", "a"), user) is allowed
    assert calls == [(name, "read") for name in asked]
    calls.clear()
    assert access.has_permission("Perm", "read", None, user) is bool(role)
    assert access.has_permission("Perm", "read", load_row("Perm", "a"), "Administrator")
    assert calls == []


def test_a_share_does_not_beat_a_refusing_hook(world: Any) -> None:
    """P-HOOK-HP-share is a closed hole: on stock the share wins."""
    world.hooks(has_permission={"Perm": [hook("own", False)]})
    user = world.user("s@x.test")
    world.share("Perm", "a", user, "read")

    answer = access.decide("Perm", "read", load_row("Perm", "a"), user)

    assert (answer.allowed, answer.rule) == (False, "hook")


def condition(text: Any) -> Any:
    return lambda user, doctype=None: text


# id: conditions of Perm, of *, role, list
CONDITIONS = [
    ("PQ-b-reader", ["`tabPerm`.title='b'"], [], "Reader", "b"),
    ("PQ-b-Administrator", ["`tabPerm`.title='b'"], [], "Administrator", "b"),
    ("PQ-b-owner", ["`tabPerm`.title='b'"], [], "Owner", ""),
    ("PQ-b-none", ["`tabPerm`.title='b'"], [], None, "403"),
    ("PQ-''", [""], [], "Reader", ALL),
    ("PQ-None", [None], [], "Reader", ALL),
    ("PQ-or", ["(title='b' or title='c')"], [], "Reader", "bc"),
    ("PQ-1=0", ["1=0"], [], "Reader", ""),
    ("PQ-two", ["title in ('a','b')", "title in ('b','c')"], [], "Reader", "b"),
    ("PQ-star", ["title in ('a','b')"], ["title in ('b','c')"], "Reader", "b"),
    ("bare or", ["title='b' or title='c'"], [], "Reader", "bc"),
    ("like", ["title like '%b%' and ifnull(tag, \"\") != 'x'"], [], "Reader", "b"),
]


@pytest.mark.parametrize(("case", "own", "star", "role", "rows"), CONDITIONS)
def test_query_condition_hooks(
    world: Any, case: str, own: list[Any], star: list[Any], role: str | None, rows: str
) -> None:
    """P-HOOK-PQ*: all conditions bind, Administrator too; a single record does not see them."""
    world.hooks(
        permission_query_conditions={
            "Perm": [condition(t) for t in own],
            "*": [condition(t) for t in star],
        }
    )
    user = role if role == "Administrator" else world.user("r@x.test", *([role] if role else []))

    assert listed(user) == rows
    assert len(query.get_list("Perm", ignore_permissions=True)) == 9
    if role == "Reader":
        assert access.has_permission("Perm", "read", load_row("Perm", "a"), user)
        assert query.count("Perm", user=user) == len(rows)
        assert query.get_list(
            "Perm", filters=[["PKid", "item", "=", "b"]], pluck="name", user=user
        ) == (["b"] if "b" in rows else [])


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
