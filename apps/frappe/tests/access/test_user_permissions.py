"""User permissions against P-UP-*: what the list shows and what may be read are one set here.

Where stock lists a row that it then refuses (links in child rows: P-UP-01…19), this runtime does
not list it.
"""

from __future__ import annotations

from typing import Any

import pytest
from ristretto import access, query
from ristretto.access.facts import load_row

ALL = "abcdefghi"
PERM = {"applicable_for": "Perm", "apply_to_all_doctypes": 0}
ROW = {"applicable_for": "Row", "apply_to_all_doctypes": 0}
T1, T2, N1 = ("Tag", "T1", {}), ("Tag", "T2", {}), ("Tree", "N1", {})
# id: user permissions, strict, readable documents, Tag list
TABLE = {
    "00": ([], 0, ALL, "T1 T2 T3"),
    "01": ([T1], 0, "acdgi", "T1"),
    "02": ([T1], 1, "", "T1"),
    "03": ([T1, T2], 0, "abcdeghi", "T1 T2"),
    "04": ([T1, T2], 1, "", "T1 T2"),
    "05": ([("Tag", "T1", PERM)], 0, "acdgi", "T1 T2 T3"),
    "06": ([("Tag", "T1", ROW)], 0, ALL, "T1 T2 T3"),
    "07": ([("Tag", "T1", {"is_default": 1})], 0, "acdgi", "T1"),
    "09": ([("Tag", "T1", PERM), ("Tag", "T2", ROW)], 0, "acdgi", "T1 T2 T3"),
    "10": ([N1], 0, "abcefghi", "T1 T2 T3"),
    "11": ([("Tree", "N1", {"hide_descendants": 1})], 0, "bcefghi", "T1 T2 T3"),
    "12": ([N1], 1, "af", "T1 T2 T3"),
    "13": ([T1, N1], 0, "acgi", "T1"),
    "14": ([T1, N1], 1, "", "T1"),
    "15": ([("Perm", "b", {})], 0, "b", "T1 T2 T3"),
    "16": ([("User", "up@x.test", {})], 0, ALL, "T1 T2 T3"),
    "17": (
        [("Tag", "T1", {"applicable_for": "PKid", "apply_to_all_doctypes": 0})],
        0,
        ALL,
        "T1 T2 T3",
    ),
    "18": ([T2], 0, "bcdgh", "T2"),
    "19": ([("Tag", "T3", {"hide_descendants": 1})], 0, "cdfg", "T3"),
}


@pytest.mark.parametrize("case", TABLE)
def test_list_and_record_agree_with_the_recorded_documents(world: Any, case: str) -> None:
    """Readable documents as recorded; the list is exactly those."""
    given, strict, readable, tags = TABLE[case]
    user = world.user("up@x.test", "Full")
    for allow, value, more in given:
        world.permit(user, allow, value, **more)
    if strict:
        world.setting("apply_strict_user_permissions", "1")
    world.act_as(user)

    found = "".join(n for n in ALL if access.has_permission("Perm", "read", load_row("Perm", n)))
    assert found == readable
    assert "".join(query.get_list("Perm", pluck="name", order_by="name")) == readable
    assert " ".join(query.get_list("Tag", pluck="name", order_by="name")) == tags
    assert query.count("Perm") == len(readable)


def test_the_allowed_node_stays_in_its_own_list(world: Any) -> None:
    """P-UP-10/11: stock hides the allowed node because its parent is not allowed; here it shows."""
    user = world.user("up@x.test")
    world.permit(user, "Tree", "N1")
    world.act_as(user)

    assert query.get_list("Tree", pluck="name", order_by="lft") == ["N1", "N11", "N12"]
    assert access.has_permission("Tree", "read", load_row("Tree", "N1"))
    assert not access.has_permission("Tree", "read", load_row("Tree", "Root"))


def test_hidden_descendants_leave_the_node_alone(world: Any) -> None:
    """hide_descendants: the node and nothing below it."""
    user = world.user("up@x.test")
    world.permit(user, "Tree", "N1", hide_descendants=1)
    world.act_as(user)

    assert query.get_list("Tree", pluck="name") == ["N1"]


def test_map_shape(world: Any) -> None:
    """P-UPV-11: the node first, then its descendants from the tree's end, which are never the default."""
    user = world.user("up@x.test")
    world.permit(user, "Tree", "N1", is_default=1)

    found = access.user_permissions(user)["Tree"]
    assert [(each.doc, bool(each.is_default)) for each in found] == [
        ("N1", True),
        ("N12", False),
        ("N11", False),
    ]
    assert access.user_permissions("Administrator") == {}
    assert access.user_permissions("Guest") == {}


def test_reference_doctype_narrows_a_link_search(world: Any) -> None:
    """A permission applicable to Perm narrows the choice of tags for a field of Perm."""
    user = world.user("up@x.test", "Full")
    world.permit(user, "Tag", "T1", **PERM)
    world.act_as(user)

    assert query.get_list("Tag", pluck="name", reference_doctype="Perm") == ["T1"]


def test_an_owner_only_right_is_not_bound_by_user_permissions(world: Any) -> None:
    """With if_owner alone the list is one's own documents, whatever they link to."""
    user = world.user("up@x.test", "Owner")
    world.permit(user, "Tag", "T1")
    world.act_as(user)

    assert query.get_list("Perm", pluck="name") == ["h"]
    assert access.has_permission("Perm", "read", load_row("Perm", "h"))


def test_the_refusal_names_field_and_value(world: Any) -> None:
    """The reason says which link is outside."""
    user = world.user("up@x.test", "Full")
    world.permit(user, "Tag", "T1")

    answer = access.decide("Perm", "read", load_row("Perm", "b"), user)

    assert answer.rule == "user-permission"
    assert "T2" in answer.detail
