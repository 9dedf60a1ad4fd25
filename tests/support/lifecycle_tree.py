"""Replays a tree that grows, is moved, renamed, pruned and merged (tree)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.utils.nestedset import get_ancestors_of, get_descendants_of, rebuild_tree
from lifecycle_world import World, attempt
from parity_ledger import Row

TREE, PARENT = "ObsA Tree", "parent_obsa_tree"
# what a row does: insert (name, parent, is_group) · move (name, parent) · others by name
GROWN: dict[str, tuple[str, str | None, int]] = {
    "tree-001": ("R", None, 1),
    "tree-002": ("A", "R", 1),
    "tree-003": ("B", "R", 1),
    "tree-004": ("A1", "A", 0),
    "tree-005": ("R2", None, 1),
    "tree-006": ("X", "A1", 1),
    "tree-007": ("Y", "NOPE", 1),
    "tree-008": ("Z", "Z", 1),
}
MOVED: dict[str, tuple[str, str]] = {
    "tree-009": ("A1", "B"),
    "tree-010": ("A", "B"),
    "tree-011": ("B", "A"),
    "tree-012": ("B", "B"),
    "tree-013": ("A", ""),
    "tree-014": ("A", "R2"),
    "tree-015": ("R2", "R"),
}


def run(world: World, row: Row) -> Any:
    with world.session():
        if row.id == "tree-025":
            return {"desc": get_descendants_of(TREE, "R"), "anc": get_ancestors_of(TREE, "Q")}
        done = attempt(lambda: change(row.id))
        found: dict[str, Any] = {"tree": numbers()}
        return {**found, "error": done["error"]} if "error" in done else found


def change(number: str) -> None:
    if number in GROWN:
        insert(*GROWN[number])
    elif number in MOVED:
        name, parent = MOVED[number]
        move(name, parent)
    else:
        OTHERS[number]()


def numbers() -> list[list[Any]]:
    rows = frappe.get_all(
        TREE,
        fields=["name", PARENT, "lft", "rgt", "old_parent", "is_group"],
        order_by="lft",
        as_list=True,
    )
    return [list(row) for row in rows]


def insert(name: str, parent: str | None, is_group: int) -> None:
    values = {"doctype": TREE, "title": name, PARENT: parent, "is_group": is_group}
    frappe.get_doc(values).insert()


def move(name: str, parent: str) -> None:
    doc = frappe.get_doc(TREE, name)
    doc.set(PARENT, parent)
    doc.save()


def save(name: str, **values: Any) -> None:
    doc = frappe.get_doc(TREE, name)
    doc.update(values)
    doc.save()


def delete(*names: str) -> None:
    for name in names:
        frappe.delete_doc(TREE, name)


def move_behind_the_back() -> None:
    insert("Q", "R", 1)
    frappe.get_doc(TREE, "Q").db_set(PARENT, "B9")


def merge() -> None:
    insert("C", "R", 1)
    insert("D", "R", 1)
    frappe.rename_doc(TREE, "C", "D", merge=True)


OTHERS: dict[str, Any] = {
    "tree-016": lambda: save("A"),
    "tree-017": lambda: save("B", is_group=0),
    "tree-018": lambda: frappe.rename_doc(TREE, "B", "B9"),
    "tree-019": lambda: delete("R2"),
    "tree-020": lambda: delete("A1"),
    "tree-021": lambda: delete("A", "R2"),
    "tree-022": lambda: delete("R"),
    "tree-023": move_behind_the_back,
    "tree-024": lambda: rebuild_tree(TREE, PARENT),
    "tree-026": merge,
}
