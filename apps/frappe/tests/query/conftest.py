"""The fixture rows of the observed query table (Q-DATA-1)."""

from __future__ import annotations

import importlib.util
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_spec = importlib.util.spec_from_file_location(
    "observed_world", Path(__file__).with_name("observed_world.py")
)
assert _spec is not None
assert _spec.loader is not None
observed = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(observed)

field = observed.field
END = "2024-01-31 23:59:59.999999"
# name: txt, num, d, dt, tag, node, sel
ROWS: dict[str, tuple[Any, ...]] = {
    "R01": (None, 0, None, None, None, None, None),
    "R02": ("", 0, None, None, None, None, None),
    "R03": ("0", 1, "2024-01-31", END, "T1", "Root", "x"),
    "R04": ("an", 2, "2024-02-01", "2024-02-01 00:00:00.000000", "T1", "N1", "y"),
    "R05": ("Án", -1, "2024-02-28", "2024-02-28 12:00:00.000000", "T2", "N11", "x"),
    "R06": ("AN", 10, "2024-02-29", "2024-02-29 00:00:00.000000", "T3", "N12", None),
    "R07": ("ăn", 9, "2024-03-01", "2024-02-29 23:59:59.999999", "", "N2", ""),
    "R08": ("đá", 5, "0001-01-01", "2024-03-01 00:00:00.000000", None, "N21", "x"),
    "R09": ("da", 5, None, None, None, "", None),
    **{
        name: (text, 5, None, None, None, None, None)
        for name, text in {
            "R10": "an ",
            "R11": " an",
            "R12": "50%",
            "R13": "a_b",
            "R14": "axb",
            "R15": "Kiểm tra",
            "R16": "kiem tra",
            "R17": unicodedata.normalize("NFD", "Kiểm tra"),
            "R18": "10",
            "R19": "9",
            "R20": "5a%b\\c",
            "R21": "x,y",
        }.items()
    },
}
TREE = {
    "Root": (1, 12, None),
    "N1": (2, 7, "Root"),
    "N11": (3, 4, "N1"),
    "N12": (5, 6, "N1"),
    "N2": (8, 11, "Root"),
    "N21": (9, 10, "N2"),
}


def _define(world: Any) -> None:
    world.define("Tag", fields=[field("label"), field("kind")])
    world.define(
        "Tree",
        is_tree=1,
        fields=[
            field("parent_tree", "Link", "Tree"),
            *observed.TREE_FIELDS,
        ],
    )
    world.define(
        "Kid",
        istable=1,
        fields=[
            field("item"),
            field("qty", "Int"),
            field("tag", "Link", "Tag"),
        ],
    )
    world.define(
        "Row",
        sort_field="modified",
        sort_order="DESC",
        fields=[
            field("txt"),
            field("num", "Int"),
            field("chk", "Check"),
            field("d", "Date"),
            field("dt", "Datetime"),
            field("tag", "Link", "Tag"),
            field("node", "Link", "Tree"),
            field("sel", "Select", "x\ny"),
            field("items", "Table", "Kid"),
        ],
    )


def _fill(world: Any) -> None:
    for name, label, kind in (("T1", "mot", "A"), ("T2", "hai", "B"), ("T3", "ba", "A")):
        world.insert("Tag", name, label=label, kind=kind)
    for name, (left, right, parent) in TREE.items():
        world.insert("Tree", name, lft=left, rgt=right, parent_tree=parent)
    for number, (name, values) in enumerate(ROWS.items()):
        row = dict(zip(("txt", "num", "d", "dt", "tag", "node", "sel"), values, strict=True))
        world.insert("Row", name, row, modified=f"2026-01-01 00:00:{number:02d}.000000")
    kids = (
        ("k1", "R03", "a", 1, "T1"),
        ("k2", "R03", "b", 2, "T2"),
        ("k3", "R04", "a", 3, None),
        ("k4", "R05", "c", 0, "T1"),
    )
    for name, parent, item, qty, tag in kids:
        world.child("Kid", name, ("Row", parent, "items"), item=item, qty=qty, tag=tag)


@pytest.fixture(scope="module")
def _module_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with observed.make_world(tmp_path_factory.mktemp("sites")) as world:
        _define(world)
        _fill(world)
        world.db.commit()
        yield world


@pytest.fixture
def world(_module_world: Any) -> Iterator[Any]:
    """The rows as recorded; what a test changes is rolled back."""
    from ristretto.context import using

    with using(_module_world.context):
        yield _module_world
        _module_world.db.rollback()
        _module_world.act_as("Administrator")
