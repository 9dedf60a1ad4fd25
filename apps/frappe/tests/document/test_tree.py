"""Trees: numbers stay right through every move."""

from __future__ import annotations

import random

import frappe
import pytest
from ristretto.document.tree import get_ancestors_of, get_descendants_of, rebuild_tree


@pytest.fixture
def kind(ctx, make_doctype) -> str:
    return (
        make_doctype("Branch Of Tests", autoname="field:title", is_tree=1)
        if not frappe.db.exists("DocType", "Branch Of Tests")
        else "Branch Of Tests"
    )


def node(kind: str, title: str, parent: str | None = None):
    return frappe.get_doc(
        {"doctype": kind, "title": title, "parent_branch_of_tests": parent, "is_group": 1}
    ).insert()


def shape(kind: str) -> list[tuple[str, int, int]]:
    return [
        tuple(row)
        for row in frappe.get_all(kind, fields=["name", "lft", "rgt"], order_by="lft", as_list=True)
    ]


def test_new_nodes_are_last_children(kind):
    """A node is numbered inside its parent, a root behind everything."""
    node(kind, "a")
    node(kind, "a1", "a")
    node(kind, "a2", "a")
    node(kind, "b")

    assert shape(kind) == [("a", 1, 6), ("a1", 2, 3), ("a2", 4, 5), ("b", 7, 8)]
    assert get_ancestors_of(kind, "a2") == ["a"]
    assert get_descendants_of(kind, "a") == ["a2", "a1"]


def test_a_node_is_not_moved_below_itself(kind):
    """Own descendants and itself are refused as parents."""
    node(kind, "a")
    node(kind, "a1", "a")
    doc = frappe.get_doc(kind, "a")
    doc.parent_branch_of_tests = "a1"
    with pytest.raises(frappe.NestedSetRecursionError, match="below itself"):
        doc.save()
    doc.reload()
    doc.parent_branch_of_tests = "a"
    with pytest.raises(frappe.NestedSetRecursionError, match="own parent"):
        doc.save()


def test_a_node_with_children_is_not_deleted(kind):
    """Delete is refused for a parent and closes the gap for a leaf."""
    node(kind, "a")
    node(kind, "a1", "a")
    node(kind, "b")
    with pytest.raises(frappe.NestedSetChildExistsError, match="records below it"):
        frappe.delete_doc(kind, "a")
    frappe.delete_doc(kind, "a1")
    assert shape(kind) == [("a", 1, 2), ("b", 3, 4)]


def test_random_moves_keep_the_numbers_of_a_rebuilt_tree(kind):
    """After many random moves every node's descendants are those that its links give."""
    chance = random.Random(7)
    names = [
        node(
            kind, f"n{number}", chance.choice([None, *[f"n{other}" for other in range(number)]])
        ).name
        for number in range(25)
    ]
    for _move in range(60):
        doc = frappe.get_doc(kind, chance.choice(names))
        doc.parent_branch_of_tests = chance.choice([None, *names])
        frappe.db.savepoint("move")
        try:
            doc.save()
        except frappe.NestedSetRecursionError:
            frappe.db.rollback(save_point="move")
    moved = {name: set(get_descendants_of(kind, name)) for name in names}
    numbers = sorted(number for _name, left, right in shape(kind) for number in (left, right))
    rebuild_tree(kind)

    assert moved == {name: set(get_descendants_of(kind, name)) for name in names}
    assert numbers == list(range(1, 51))
