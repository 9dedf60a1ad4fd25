"""Decides whether a user may do something to a DocType or a document, and names the rule.

Order: Administrator; what the DocType excludes; hooks, which can only refuse and bind shares too;
roles with
user permissions; ownership; shares.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ristretto.access import hooks
from ristretto.access.conditions import role_condition, user_restrictions
from ristretto.access.facts import Facts, facts_of, load_row, rights
from ristretto.access.permlevel import permlevels
from ristretto.access.rights import meaningless_right
from ristretto.access.shares import shared_names
from ristretto.access.tree import holds, is_one_of
from ristretto.access.user_permissions import first_failure
from ristretto.context import AttrDict, current
from ristretto.context.translate import translate as _
from ristretto.db.metas import get_meta
from ristretto.errors import DoesNotExistError


@dataclass(frozen=True, slots=True)
class Decision:
    """`rule` is a stable id for API, interface and tests; `detail` a sentence for a person."""

    allowed: bool
    rule: str
    detail: str = ""

    def __bool__(self) -> bool:
        return self.allowed


_loader: list[Callable[[str, str], Any]] = []


def use_loader(load: Callable[[str, str], Any]) -> None:
    """Register how a document is loaded by name (a later room does), for hooks that need the
    object."""
    _loader[:] = [load]


def decide(
    doctype: Any,
    ptype: str = "read",
    doc: Any = None,
    user: str | None = None,
    parent_doctype: str | None = None,
) -> Decision:
    """Whether `user` (default: the session's) has the right `ptype`; see the module for the
    order.
    """
    name = user or current().user
    if name == "Administrator":
        return Decision(True, "administrator")
    if not isinstance(doctype, str):
        doc, doctype = doctype, doctype.doctype
    facts = facts_of(name)
    if ptype == "share" and facts.sharing_off:
        return Decision(False, "sharing-off", _("sharing of documents is switched off"))
    meta = get_meta(doctype)
    if meta.istable:
        return _decide_child(meta, ptype, doc, facts, parent_doctype)
    if excluded := meaningless_right(meta, ptype):
        return Decision(False, "not-offered", excluded)
    if doc is None or doc == "":
        return _decide_doctype(meta, ptype, facts)
    return _decide_document(meta, ptype, load(meta, doc), facts)


def load(meta: Any, doc: Any) -> Any:
    """The document that a name stands for; a document as it is."""
    if not isinstance(doc, str | int):
        return doc
    if _loader:
        return _loader[0](meta.name, str(doc))
    row = load_row(meta.name, str(doc))
    if row is None:
        raise DoesNotExistError(_("{0} {1} not found").format(_(meta.name), doc))
    return row


def _decide_doctype(meta: Any, ptype: str, facts: Facts) -> Decision:
    if rights(meta, facts.user).opens(ptype):
        return Decision(True, "role")
    if shared_names(meta.name, facts.user, ptype):
        return Decision(True, "share")
    return _no_role_right(meta, ptype, facts)


def _no_role_right(meta: Any, ptype: str, facts: Facts) -> Decision:
    text = _("no role of {0} gives {1} on {2}").format(facts.user, _(ptype), _(meta.name))
    return Decision(False, "no-role-right", text)


def _decide_document(meta: Any, ptype: str, doc: Any, facts: Facts) -> Decision:
    if refusing := hooks.denial(meta.name, doc, ptype, facts.user):
        return Decision(False, "hook", _("refused by {0}").format(refusing))
    if holds(role_condition(meta, ptype, facts), doc):
        return Decision(True, "role" if ptype in rights(meta, facts.user).plain else "owner")
    if doc.get("name") and is_one_of(doc.get("name"), shared_names(meta.name, facts.user, ptype)):
        return Decision(True, "share")
    return _refusal(meta, ptype, doc, facts)


def _refusal(meta: Any, ptype: str, doc: Any, facts: Facts) -> Decision:
    held = rights(meta, facts.user)
    if ptype in held.plain:
        failed = first_failure(user_restrictions(meta, facts), meta, doc)
        return Decision(False, "user-permission", failed)
    if ptype in held.owned:
        text = _("{0} is given for one's own documents only").format(_(ptype))
        return Decision(False, "not-owner", text)
    return _no_role_right(meta, ptype, facts)


def _decide_child(
    meta: Any, ptype: str, doc: Any, facts: Facts, parent_doctype: str | None
) -> Decision:
    """A child row is judged through the document and the table field it is in."""
    row = _child_position(meta, doc)
    parent_doctype = (row.get("parenttype") if row else None) or parent_doctype
    if not parent_doctype:
        text = _("name the parent DocType of {0}").format(_(meta.name))
        return Decision(False, "no-parent", text)
    parent_meta = get_meta(parent_doctype)
    tables = [each for each in parent_meta.table_fields if each.options == meta.name]
    if parent_meta.istable or not tables:
        return _wrong_parent(parent_doctype, meta)
    if row is None:
        return decide(parent_doctype, ptype, None, facts.user)
    table = next((each for each in tables if each.fieldname == row.get("parentfield")), None)
    if table is None:
        return _wrong_parent(parent_doctype, meta)
    level = int(table.permlevel or 0)
    if level and level not in permlevels(parent_meta, ptype, facts.user):
        text = _("table {0} needs level {1}").format(_(table.label or table.fieldname), level)
        return Decision(False, "permlevel", text)
    parent = getattr(row, "parent_doc", None) or row.get("parent")
    return decide(parent_doctype, ptype, parent, facts.user)


def _wrong_parent(parent_doctype: str, meta: Any) -> Decision:
    text = _("{0} has no such table of {1}").format(_(parent_doctype), _(meta.name))
    return Decision(False, "wrong-parent", text)


def _child_position(meta: Any, doc: Any) -> Any:
    if doc is None or not isinstance(doc, str | int):
        return doc
    columns, rows = current().db.fetch(
        f"select `parent`, `parenttype`, `parentfield` from `tab{meta.name}` where `name` = ?",
        (doc,),
    )
    return AttrDict(zip(columns, rows[0], strict=True)) if rows else None
