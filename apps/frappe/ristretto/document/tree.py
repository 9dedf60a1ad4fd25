"""Decides the shape of trees: nested sets with `lft` and `rgt`, kept right by every save."""

from __future__ import annotations

from typing import Any

from ristretto import errors
from ristretto.context import current
from ristretto.context.messages import throw
from ristretto.context.translate import translate as _
from ristretto.db.metas import get_meta
from ristretto.document.document import Document


class NestedSet(Document):
    """Base of tree DocTypes; `nsm_parent_field` names the link to the parent node."""

    nsm_parent_field: Any = None

    def on_update(self) -> None:
        update_nsm(self)
        self.validate_ledger()

    def on_trash(self, allow_root_deletion: bool = False) -> None:
        """A node with children stays."""
        refuse_with_children(self)
        if (
            not self.get(parent_field(self.doctype))
            and not allow_root_deletion
            and self.flags.keep_root
        ):
            throw(_("Root {0} cannot be deleted").format(_(self.doctype)))
        remove_from_tree(self)

    def before_rename(
        self, old: str, new: str, merge: bool = False, group_fname: str = "is_group"
    ) -> None:
        if merge and self.meta.has_field(group_fname):
            kinds = {
                name: current().db.execute(
                    f"SELECT `{group_fname}` FROM `tab{self.doctype}` WHERE `name` = ?", (name,)
                )
                for name in (old, new)
            }
            if kinds[old] != kinds[new]:
                throw(
                    _("Only a group merges into a group, and a single record into a single record"),
                    errors.NestedSetInvalidMergeError,
                )

    def after_rename(self, old: str, new: str, merge: bool = False) -> None:
        field = parent_field(self.doctype)
        current().db.execute(
            f"UPDATE `tab{self.doctype}` SET `old_parent` = `{field}` WHERE `{field}` = ?", (new,)
        )
        if merge:
            rebuild_tree(self.doctype, field)

    def validate_ledger(self, group_identifier: str = "is_group") -> None:
        """A leaf has no children."""
        if self.meta.has_field(group_identifier) and not self.get(group_identifier):
            field = parent_field(self.doctype)
            if current().db.execute(
                f"SELECT 1 FROM `tab{self.doctype}` WHERE `{field}` = ? LIMIT 1", (self.name,)
            ):
                throw(
                    _("{0} {1} has records below it, so it stays a group").format(
                        _(self.doctype), self.name
                    )
                )

    def validate_one_root(self) -> None:
        field = parent_field(self.doctype)
        if not self.get(field) and len(_roots(self.doctype, field)) > 1:
            throw(
                _("There is a topmost record already. Choose the record above this one."),
                errors.NestedSetMultipleRootsError,
            )

    def get_children(self) -> Any:
        from ristretto.document.api import get_doc

        field = parent_field(self.doctype)
        for (name,) in current().db.execute(
            f"SELECT `name` FROM `tab{self.doctype}` WHERE `{field}` = ? ORDER BY `lft`",
            (self.name,),
        ):
            yield get_doc(self.doctype, name)

    def get_parent(self) -> Any:
        from ristretto.document.api import get_doc

        name = self.get(parent_field(self.doctype))
        return get_doc(self.doctype, name) if name else None

    def get_ancestors(self) -> list[str]:
        return get_ancestors_of(self.doctype, self.name)


def parent_field(doctype: str) -> str:
    return get_meta(doctype).parent_field or f"parent_{doctype.lower().replace(' ', '_')}"


def update_nsm(doc: Any) -> None:
    """Add a new node as the last child, or move one whose parent changed."""
    field = doc.nsm_parent_field or parent_field(doc.doctype)
    parent = doc.get(field) or None
    if not doc.get("lft"):
        _add(doc, parent)
    elif (doc.get("old_parent") or "") != (parent or ""):
        _move(doc, parent)
    else:
        return
    doc.__dict__["old_parent"] = parent or ""
    current().db.execute(
        f"UPDATE `tab{doc.doctype}` SET `old_parent` = ? WHERE `name` = ?", (parent or "", doc.name)
    )
    doc.__dict__["lft"], doc.__dict__["rgt"] = position(doc.doctype, doc.name)


def position(doctype: str, name: Any) -> tuple[int, int]:
    """(lft, rgt) as stored; (0, 0) for a node that is not in the tree."""
    rows = current().db.execute(
        f"SELECT `lft`, `rgt` FROM `tab{doctype}` WHERE `name` = ?", (name,)
    )
    return (int(rows[0][0] or 0), int(rows[0][1] or 0)) if rows else (0, 0)


def _add(doc: Any, parent: str | None) -> None:
    if parent:
        _check_parent(doc, parent)
        right = position(doc.doctype, parent)[1]
    else:
        right = 0
    if not right:
        rows = current().db.execute(f"SELECT COALESCE(MAX(`rgt`), 0) FROM `tab{doc.doctype}`")
        right = int(rows[0][0]) + 1
    _shift(doc.doctype, right, 2)
    current().db.execute(
        f"UPDATE `tab{doc.doctype}` SET `lft` = ?, `rgt` = ? WHERE `name` = ?",
        (right, right + 1, doc.name),
    )


def _check_parent(doc: Any, parent: str) -> None:
    if str(parent) == str(doc.name):
        throw(_("{0} cannot be its own parent").format(doc.name), errors.NestedSetRecursionError)


def _shift(doctype: str, start: int, by: int) -> None:
    for column in ("lft", "rgt"):
        current().db.execute(
            f"UPDATE `tab{doctype}` SET `{column}` = `{column}` + ? WHERE `{column}` >= ?",
            (by, start),
        )


def _move(doc: Any, parent: str | None) -> None:
    """Take the subtree out (negative numbers), close the gap, open a new one, put it in."""
    table, db = f"`tab{doc.doctype}`", current().db
    left, right = position(doc.doctype, doc.name)
    if parent:
        _check_parent(doc, parent)
        target = position(doc.doctype, parent)
        if left <= target[0] and target[1] <= right:
            throw(
                _("{0} cannot be moved below itself").format(doc.name),
                errors.NestedSetRecursionError,
            )
    width = right - left + 1
    db.execute(
        f"UPDATE {table} SET `lft` = -`lft`, `rgt` = -`rgt` WHERE `lft` BETWEEN ? AND ?",
        (left, right),
    )
    _shift(doc.doctype, right + 1, -width)
    if parent:
        new_left = position(doc.doctype, parent)[1]
        _shift(doc.doctype, new_left, width)
    else:
        new_left = int(db.execute(f"SELECT COALESCE(MAX(`rgt`), 0) FROM {table}")[0][0]) + 1
    db.execute(
        f"UPDATE {table} SET `lft` = -`lft` + ?, `rgt` = -`rgt` + ? WHERE `lft` < 0",
        (new_left - left, new_left - left),
    )


def refuse_with_children(doc: Any) -> None:
    field = doc.nsm_parent_field or parent_field(doc.doctype)
    if current().db.execute(
        f"SELECT 1 FROM `tab{doc.doctype}` WHERE `{field}` = ? LIMIT 1", (doc.name,)
    ):
        throw(
            _("{0} has records below it. Move or delete those first").format(doc.name),
            errors.NestedSetChildExistsError,
        )


def remove_from_tree(doc: Any) -> None:
    """Close the gap that the node leaves."""
    left, right = position(doc.doctype, doc.name)
    if not right:
        return
    width = right - left + 1
    current().db.execute(
        f"UPDATE `tab{doc.doctype}` SET `lft` = 0, `rgt` = 0 WHERE `name` = ?", (doc.name,)
    )
    _shift(doc.doctype, right + 1, -width)


def _roots(doctype: str, field: str) -> list[Any]:
    return list(
        current().db.execute(
            f"SELECT `name` FROM `tab{doctype}` WHERE `{field}` IS NULL OR `{field}` = '' ORDER BY `name`"
        )
    )


def rebuild_tree(doctype: str, parent_field_name: str | None = None) -> None:
    """Number the whole tree anew, siblings in name order."""
    field = parent_field_name or parent_field(doctype)
    children: dict[str, list[str]] = {}
    for name, parent in current().db.execute(
        f"SELECT `name`, `{field}` FROM `tab{doctype}` ORDER BY `name`"
    ):
        children.setdefault(str(parent or ""), []).append(str(name))
    numbers: list[tuple[int, int, str]] = []
    counter = 0
    opened: dict[str, int] = {}
    stack = [(name, False) for name in reversed(children.get("", []))]
    while stack:
        name, closing = stack.pop()
        counter += 1
        if closing:
            numbers.append((opened[name], counter, name))
            continue
        opened[name] = counter
        stack.append((name, True))
        stack.extend((child, False) for child in reversed(children.get(name, [])))
    current().db.executemany(
        f"UPDATE `tab{doctype}` SET `lft` = ?, `rgt` = ? WHERE `name` = ?", numbers
    )


def get_ancestors_of(
    doctype: str, name: Any, order_by: str = "lft desc", limit: int | None = None
) -> list[str]:
    """Names from the parent up to the root."""
    left, right = position(doctype, name)
    return _names(doctype, "`lft` < ? AND `rgt` > ?", (left, right), order_by, limit)


def get_descendants_of(
    doctype: str,
    name: Any,
    order_by: str = "lft desc",
    limit: int | None = None,
    ignore_permissions: bool = False,
) -> list[str]:
    """Names below a node."""
    left, right = position(doctype, name)
    return _names(doctype, "`lft` > ? AND `rgt` < ?", (left, right), order_by, limit)


def _names(
    doctype: str, where: str, params: tuple[int, int], order_by: str, limit: int | None
) -> list[str]:
    direction = "DESC" if "desc" in order_by.lower() else "ASC"
    tail = f" LIMIT {int(limit)}" if limit else ""
    return [
        row[0]
        for row in current().db.execute(
            f"SELECT `name` FROM `tab{doctype}` WHERE {where} ORDER BY `lft` {direction}{tail}",
            params,
        )
    ]


def get_root_of(doctype: str) -> str | None:
    rows = current().db.execute(
        f"SELECT `name` FROM `tab{doctype}` ORDER BY `rgt` - `lft` DESC, `lft` LIMIT 1"
    )
    return rows[0][0] if rows else None
