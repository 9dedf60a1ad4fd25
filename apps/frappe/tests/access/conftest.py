"""The fixture of the observed permission rows: role rows of P-ROLES, records of P-UP, hooks of one
process."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_path = Path(__file__).parent.parent / "query" / "observed_world.py"
_spec = importlib.util.spec_from_file_location("observed_world", _path)
assert _spec is not None
assert _spec.loader is not None
observed = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(observed)

field, perm = observed.field, observed.perm
ROLE_ROWS = [
    perm("System Manager", *observed.ALL_RIGHTS),
    perm("System Manager", "read", "write", permlevel=1),
    perm("Reader", "read"),
    perm("Writer", "read", "write"),
    perm("WriteOnly", "write"),
    perm("Creator", "read", "write", "create"),
    perm("CreateOnly", "create"),
    perm("Submitter", "read", "write", "create", "submit"),
    perm("Canceller", "read", "write", "submit", "cancel"),
    perm("Amender", "read", "write", "create", "submit", "cancel", "amend"),
    perm("Deleter", "read", "delete"),
    perm("Reporter", "read", "report", "export"),
    perm("Sharer", "read", "share"),
    perm("Selector", "select"),
    perm("Printer", "read", "print", "email"),
    perm("Owner", "read", "write", "create", "delete", if_owner=1),
    perm("OwnerPlus", "read"),
    perm("OwnerPlus", "read", "write", "create", "delete", if_owner=1),
    perm("L1R", "read", "write"),
    perm("L1R", "read", permlevel=1),
    perm("L1W", "read", "write", "create"),
    perm("L1W", "read", "write", permlevel=1),
    perm("L1WO", "read", "write", "create"),
    perm("L1WO", "write", permlevel=1),
]
FULL = [
    "read",
    "write",
    "create",
    "submit",
    "cancel",
    "amend",
    "delete",
    "report",
    "export",
    "share",
]
# name: tag, tag_free, node, owner, tag of a child row
ROWS: dict[str, tuple[Any, ...]] = {
    "a": ("T1", "T2", "N11", None, None),
    "b": ("T2", None, None, None, None),
    "c": (None, None, None, None, None),
    "d": ("", None, "N2", None, None),
    "e": ("T1", None, None, None, "T2"),
    "f": ("T3", None, "N1", None, None),
    "g": (None, "T2", None, None, None),
    "h": ("T2", None, None, "up@x.test", None),
    "i": (None, None, None, None, "T1"),
}
TREE = {
    "Root": (1, 12, None),
    "N1": (2, 7, "Root"),
    "N11": (3, 4, "N1"),
    "N12": (5, 6, "N1"),
    "N2": (8, 11, "Root"),
    "N21": (9, 10, "N2"),
}
DOC_FIELDS = [
    field("title"),
    field("secret", permlevel=1),
    field("tag", "Link", "Tag"),
    field("tag_free", "Link", "Tag", ignore_user_permissions=1),
    field("node", "Link", "Tree"),
    field("kids", "Table", "PKid"),
    field("skids", "Table", "PKid", permlevel=1),
]


def _define(world: Any) -> None:
    everyone = [perm("All", "read")]
    world.define("Tag", fields=[field("label")], permissions=everyone)
    world.define(
        "Tree",
        is_tree=1,
        permissions=everyone,
        fields=[
            field("parent_tree", "Link", "Tree"),
            *observed.TREE_FIELDS,
        ],
    )
    world.define(
        "PKid",
        istable=1,
        fields=[
            field("item"),
            field("tag", "Link", "Tag"),
            field("hid", permlevel=1),
        ],
    )
    world.define(
        "Perm",
        is_submittable=1,
        title_field="title",
        fields=DOC_FIELDS,
        permissions=[*ROLE_ROWS, perm("Full", *FULL)],
    )


def _fill(world: Any) -> None:
    for name in ("T1", "T2", "T3"):
        world.insert("Tag", name, label=name)
    for name, (left, right, parent) in TREE.items():
        world.insert("Tree", name, lft=left, rgt=right, parent_tree=parent)
    for name, (tag, free, node, owner, kid_tag) in ROWS.items():
        world.insert(
            "Perm",
            name,
            title=name,
            secret=f"s-{name}",
            tag=tag,
            tag_free=free,
            node=node,
            owner=owner or "Administrator",
        )
        world.child("PKid", f"k{name}", ("Perm", name, "kids"), item=name, tag=kid_tag)
        world.child("PKid", f"s{name}", ("Perm", name, "skids"), item=f"s{name}", tag=None)


@pytest.fixture(scope="module")
def _module_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with observed.make_world(tmp_path_factory.mktemp("sites")) as world:
        _define(world)
        _fill(world)
        world.db.commit()
        yield world


@pytest.fixture
def world(_module_world: Any) -> Iterator[Any]:
    """Records and role rows as recorded; what a test changes is rolled back."""
    from ristretto.context import using

    metas = dict(_module_world.context.site.cache("metas"))
    with using(_module_world.context):
        yield _module_world
        _module_world.db.rollback()
        _module_world.hooks()
        _module_world.context.site.cache("metas").update(metas)
        _module_world.act_as("Administrator")
