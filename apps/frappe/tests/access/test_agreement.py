"""Property: for any roles, rows, user permissions and shares, the list is exactly what may be read
one by one."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ristretto import access, query
from ristretto.access.facts import load_row

NAMES = "abcdefghi"
RIGHTS = ("select", "read", "write", "share")
row_of_rights = st.fixed_dictionaries(
    {
        "role": st.sampled_from(["Alpha", "Beta"]),
        "if_owner": st.integers(0, 1),
        "permlevel": st.integers(0, 1),
        "rights": st.sets(st.sampled_from(RIGHTS)),
    }
)
user_permission = st.tuples(
    st.sampled_from(
        [
            ("Tag", "T1"),
            ("Tag", "T2"),
            ("Tree", "N1"),
            ("Tree", "N21"),
            ("Perm", "b"),
            ("Perm", "h"),
        ]
    ),
    st.sampled_from([None, "Perm", "Tag"]),
    st.integers(0, 1),
)
share = st.tuples(st.sampled_from(NAMES), st.booleans())


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    perms=st.lists(row_of_rights, max_size=4),
    roles=st.sets(st.sampled_from(["Alpha", "Beta"])),
    permitted=st.lists(user_permission, max_size=3),
    shared=st.lists(share, max_size=2, unique_by=lambda s: s[0]),
    strict=st.booleans(),
    owned=st.sets(st.sampled_from(NAMES)),
)
def test_the_list_is_what_may_be_read(
    world: Any,
    perms: list[Any],
    roles: set[str],
    permitted: list[Any],
    shared: list[Any],
    strict: bool,
    owned: set[str],
) -> None:
    """visible list = {document: can_read(document)}, and the count agrees."""
    world.db.savepoint("example")
    try:
        user = _build(world, perms, roles, permitted, shared, strict, owned)
        _check(world, user)
    finally:
        world.db.rollback_to("example")
        world.context.forget()


def _check(world: Any, user: str) -> None:
    meta = world.context.site.cache("metas")["Perm"]
    may_read = access.has_permission("Perm", "read", None, user)
    right = access.conditions.rights(meta, user).listing_right()
    expected = [
        name for name in NAMES if access.has_permission("Perm", right, load_row("Perm", name), user)
    ]

    if not may_read and not access.has_permission("Perm", "select", None, user):
        assert expected == []
        return
    assert query.get_list("Perm", pluck="name", order_by="name", user=user) == expected
    assert query.count("Perm", user=user) == len(expected)
    if may_read:
        readable = {
            name
            for name in NAMES
            if access.has_permission("Perm", "read", load_row("Perm", name), user)
        }
        rows = query.get_list(
            "PKid", fields=["parent"], parent_doctype="Perm", user=user, pluck="parent"
        )
        open_level = 0 in access.permlevels(meta, "read", user)
        assert set(rows) == (readable if open_level else set())


def _build(
    world: Any,
    perms: list[Any],
    roles: set[str],
    permitted: list[Any],
    shared: list[Any],
    strict: bool,
    owned: set[str],
) -> str:
    rows = [
        {
            **{k: row[k] for k in ("role", "if_owner", "permlevel")},
            **dict.fromkeys(row["rights"], 1),
        }
        for row in perms
    ]
    known = world.context.site.cache("metas")["Perm"]
    world.redefine(
        "Perm",
        is_submittable=1,
        title_field="title",
        permissions=rows,
        fields=[field.as_dict() for field in known.fields],
    )
    user = world.user("who@x.test", *sorted(roles))
    for (allow, value), applicable_for, hide in permitted:
        world.permit(user, allow, value, applicable_for=applicable_for, hide_descendants=hide)
    for name, everyone in shared:
        world.share("Perm", name, None if everyone else user, "read", everyone=int(everyone))
    if strict:
        world.setting("apply_strict_user_permissions", "1")
    for name in owned:
        world.db.execute("update `tabPerm` set `owner` = ? where `name` = ?", (user, name))
    world.context.forget()
    return str(user)
