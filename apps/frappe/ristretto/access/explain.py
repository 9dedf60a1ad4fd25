"""Decides what an administrator is told who asks why somebody may, or may not, do something to a record.

The answer is `decide`'s own; the steps beside it are the questions that it asks, each with what was found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ristretto.access import hooks
from ristretto.access.conditions import user_restrictions
from ristretto.access.decision import Decision, decide, load
from ristretto.access.facts import Facts, facts_of, rights
from ristretto.access.permlevel import permlevels
from ristretto.access.rights import meaningless_right
from ristretto.access.shares import shared_names
from ristretto.access.tree import is_one_of
from ristretto.access.user_permissions import first_failure
from ristretto.context import current
from ristretto.context.translate import translate as _
from ristretto.db.metas import get_meta

REASONS = "has_permission_check_logs"  # where hooks say in words why they refuse, as on stock


@dataclass(frozen=True, slots=True)
class Step:
    """One question: `rule` as in Decision, whether it speaks for the user, and the finding in words."""

    rule: str
    speaks_for: bool
    text: str


@dataclass(frozen=True, slots=True)
class Explanation:
    decision: Decision
    steps: list[Step]


def explain(doctype: str, ptype: str, doc: Any, user: str) -> Explanation:
    """Why `user` may or may not `ptype` the record, or the DocType when `doc` is None."""
    decision, reasons = _listening(lambda: decide(doctype, ptype, doc, user))
    if decision.rule == "hook" and reasons:
        decision = replace(decision, detail="; ".join(reasons))
    return Explanation(decision, list(_steps(doctype, ptype, doc, user)))


def _steps(doctype: str, ptype: str, doc: Any, user: str) -> Iterator[Step]:
    if user == "Administrator":
        yield Step("administrator", True, _("Administrator may do everything"))
        return
    meta, facts = get_meta(doctype), facts_of(user)
    if meta.istable:
        yield Step("no-parent", False, _("Rows are judged by the record that they stand in"))
        return
    if excluded := meaningless_right(meta, ptype):
        yield Step("not-offered", False, excluded)
        return
    yield from _by_roles(meta, ptype, facts)
    if doc not in (None, ""):
        yield from _by_record(meta, ptype, load(meta, doc), facts)
    yield from _by_level(meta, ptype, user)


def _by_roles(meta: Any, ptype: str, facts: Facts) -> Iterator[Step]:
    """Which of the user's roles give the right; when none does, which role would."""
    rows = [row for row in meta.permissions if row.get(ptype) and not int(row.permlevel or 0)]
    plain = sorted({_(row.role) for row in rows if row.role in facts.roles and not row.if_owner})
    owned = sorted({_(row.role) for row in rows if row.role in facts.roles and row.if_owner})
    if plain:
        yield Step("role", True, _("The right comes from: {0}").format(", ".join(plain)))
    if owned:
        text = _("For own records only, from: {0}").format(", ".join(owned))
        yield Step("owner", True, text)
    if not plain and not owned:
        others = ", ".join(sorted({_(row.role) for row in rows})) or _("nobody")
        text = _("None of the person's roles gives it. Roles that do: {0}").format(others)
        yield Step("no-role-right", False, text)


def _by_record(meta: Any, ptype: str, doc: Any, facts: Facts) -> Iterator[Step]:
    path, reasons = _listening(lambda: hooks.denial(meta.name, doc, ptype, facts.user))
    if path:
        yield Step("hook", False, "; ".join(reasons) or _("refused by {0}").format(path))
    restrictions = user_restrictions(meta, facts)
    if failed := first_failure(restrictions, meta, doc):
        yield Step("user-permission", False, failed)
    elif restrictions:
        text = _("The record lies within the person's user permissions")
        yield Step("user-permission", True, text)
    is_own = doc.get("owner") == facts.user
    if ptype in rights(meta, facts.user).owned:
        text = _("The record is the person's own") if is_own else _("The record is somebody else's")
        yield Step("owner" if is_own else "not-owner", is_own, text)
    if doc.get("name") and is_one_of(doc.get("name"), shared_names(meta.name, facts.user, ptype)):
        yield Step("share", True, _("The record was shared with the person"))


def _by_level(meta: Any, ptype: str, user: str) -> Iterator[Step]:
    """Fields that stay hidden or locked although the record is open."""
    if ptype not in ("read", "write"):
        return
    levels = permlevels(meta, ptype, user)
    closed = [each for each in meta.fields if int(each.permlevel or 0) not in levels]
    labels = [_(each.label or each.fieldname) for each in closed if int(each.permlevel or 0)]
    if labels:
        text = _("Fields of a higher level stay closed: {0}").format(", ".join(labels))
        yield Step("permlevel", False, text)


def _listening(ask: Any) -> tuple[Any, list[str]]:
    """(the answer, what hooks said in words while it was found)."""
    flags = current().flags
    before = flags.get(REASONS)
    said: list[Any] = []
    flags[REASONS] = said
    try:
        answer = ask()
        return answer, list(dict.fromkeys(str(each) for each in said if each))
    finally:
        if before is None:
            flags.pop(REASONS)
        else:
            flags[REASONS] = before
