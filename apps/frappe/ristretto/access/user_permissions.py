"""Decides which records a user is confined to, and what that means for a DocType.

A User Permission names a record; on a tree its descendants come with it. It confines the DocType
it names
and every DocType that links there, in the document and in its child rows alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ristretto.access.tree import LinkedTo, Named, Node, RowsLinkedTo, holds
from ristretto.context import AttrDict, current, remembered, request_cached
from ristretto.context.translate import translate as _
from ristretto.db.metas import get_meta

Permitted = Mapping[str, list[AttrDict]]


def user_permissions(user: str | None = None) -> dict[str, list[AttrDict]]:
    """{allow: [{doc, applicable_for, is_default}]}; empty for Administrator and Guest."""
    name = user or current().user
    if not name or name in ("Administrator", "Guest"):
        return {}
    return request_cached(("user_permissions", name), lambda: _load(current().db, name))


def _load(db: Any, user: str) -> dict[str, list[AttrDict]]:
    """Asked anew in each request as far as trees are concerned: their records move without notice."""
    rows = remembered(("user_permission_rows", user), lambda: _rows(db, user))
    out: dict[str, list[AttrDict]] = {}
    for allow, value, applicable_for, is_default, hide_descendants in rows:
        entries = out.setdefault(allow, [])
        entries.append(AttrDict(doc=value, applicable_for=applicable_for, is_default=is_default))
        if not hide_descendants and get_meta(allow).is_nested_set():
            entries += [
                AttrDict(doc=each, applicable_for=applicable_for, is_default=False)
                for each in descendants(db, allow, value)
            ]
    return out


def _rows(db: Any, user: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = db.execute(
        "select `allow`, `for_value`, `applicable_for`, `is_default`, `hide_descendants` "
        "from `tabUser Permission` where `user` = ? order by `modified` desc, `name`",
        (user,),
    )
    return found


def descendants(db: Any, doctype: str, name: str) -> list[str]:
    """Names below a node of a tree DocType, the last in the tree first (P-UPV-11)."""
    rows = db.execute(
        f"select child.`name` from `tab{doctype}` as child, `tab{doctype}` as node "
        "where node.`name` = ? and child.`lft` > node.`lft` and child.`rgt` < node.`rgt` "
        "order by child.`lft` desc",
        (name,),
    )
    return [row[0] for row in rows]


def allowed_values(permitted: Permitted, target: str, doctype: str) -> tuple[str, ...]:
    """Records of `target` to which documents of `doctype` are confined; () means not confined."""
    return tuple(
        entry.doc
        for entry in permitted.get(target, ())
        if not entry.applicable_for or entry.applicable_for == doctype
    )


def allowed_and_default(entries: Sequence[AttrDict], doctype: str) -> tuple[list[str], str | None]:
    """(records that documents of `doctype` may link to, the one that new ones start with).

    A user's only permission for a DocType is the default even when it is not marked; one of several is
    not, though the others apply elsewhere (observed P-UP-09).
    """
    applying = [each for each in entries if each.get("applicable_for") in (None, "", doctype)]
    marked = [each.get("doc") for each in applying if each.get("is_default") or len(entries) == 1]
    return [str(each["doc"]) for each in applying], marked[-1] if marked else None


def restrictions(
    meta: Any,
    permitted: Permitted,
    *,
    strict: bool,
    meta_of: Callable[[str], Any],
    reference_doctype: str | None = None,
) -> list[Node]:
    """Conditions every document of the DocType must meet; all of them, not one.

    `reference_doctype` is the DocType whose link field is being filled: permissions applicable to
    it
    narrow the choice too.
    """
    if not permitted:
        return []
    or_empty = bool(meta.issingle) or not strict
    out: list[Node] = []
    own = allowed_values(permitted, meta.name, reference_doctype or meta.name)
    if own:
        out.append(Named(own))
    for field in _confining_fields(meta, skip_tree_parent=True):
        values = allowed_values(permitted, field.options, meta.name)
        if values:
            out.append(LinkedTo(field.fieldname, field.options, values, or_empty))
    return out + _row_restrictions(meta, permitted, or_empty, meta_of)


def _row_restrictions(
    meta: Any, permitted: Permitted, or_empty: bool, meta_of: Callable[[str], Any]
) -> list[Node]:
    tables: dict[str, list[str]] = {}
    for table in meta.table_fields:
        tables.setdefault(table.options, []).append(table.fieldname)
    out: list[Node] = []
    for child_doctype, table_fields in tables.items():
        for field in _confining_fields(meta_of(child_doctype)):
            values = allowed_values(permitted, field.options, meta.name)
            if values:
                out.append(
                    RowsLinkedTo(
                        child_doctype,
                        tuple(table_fields),
                        field.fieldname,
                        field.options,
                        values,
                        or_empty,
                    )
                )
    return out


def _confining_fields(meta: Any, skip_tree_parent: bool = False) -> list[Any]:
    """Link fields that user permissions look at.

    The parent link of a tree is left out: a node that is allowed by name must not vanish because
    its
    parent is not (observed P-UP-10, P-UP-11).
    """
    tree_links: set[str] = set()
    if skip_tree_parent and meta.is_nested_set():
        tree_links = {str(meta.parent_field), "old_parent"}
    return [
        field
        for field in meta.link_fields
        if not field.ignore_user_permissions
        and field.fieldname not in tree_links
        and not field.is_virtual
    ]


def first_failure(parts: list[Node], meta: Any, doc: Any) -> str:
    """A sentence naming the first restriction that the document does not meet; "" when it meets
    all."""
    for part in parts:
        if not holds(part, doc):
            return _sentence(part, meta, doc)
    return ""


def _sentence(part: Node, meta: Any, doc: Any) -> str:
    if isinstance(part, LinkedTo):
        return _("field {0} links to {1} {2}").format(
            _(meta.get_label(part.field)), _(part.target), doc.get(part.field) or _("nothing")
        )
    if isinstance(part, RowsLinkedTo):
        return _("a row of {0} links to a {1} outside the user permissions").format(
            _(part.child_doctype), _(part.target)
        )
    return _("{0} {1} is outside the user permissions").format(_(meta.name), doc.get("name"))
