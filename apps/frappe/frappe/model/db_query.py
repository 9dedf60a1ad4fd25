"""`DatabaseQuery`: the class form of `frappe.get_list`, and helpers that apps import from here."""

from __future__ import annotations

from typing import Any

from ristretto import access, query
from ristretto.access.hooks import query_conditions
from ristretto.db import metas
from ristretto.query.clock import first_weekday, today
from ristretto.query.match_sql import condition_sql
from ristretto.query.timespan import RELATIVE, date_range

import frappe


class DatabaseQuery:
    """`DatabaseQuery(doctype).execute(**arguments of get_list)`."""

    def __init__(self, doctype: str, user: str | None = None) -> None:
        self.doctype = doctype
        self.user = user or frappe.session.user
        self.flags = frappe._dict()

    def execute(self, *args: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("user", self.user)
        if self.flags.ignore_permissions:
            kwargs["ignore_permissions"] = True
        return query.get_list(self.doctype, *args, **kwargs)

    def build_match_conditions(self, as_condition: bool = True) -> Any:
        """SQL of the rows this user may see; with `as_condition` off, the user permissions as
        dicts."""
        if as_condition:
            return match_conditions(self.doctype, self.user)
        entries = access.user_permissions(self.user)
        meta = frappe.get_meta(self.doctype)
        found = {
            field.options: [each.doc for each in entries[field.options]]
            for field in meta.get_fields_to_check_permissions(entries)
        }
        return [found] if found else []

    def get_permission_query_conditions(self) -> str:
        return " and ".join(query_conditions(self.doctype, self.user))


def match_conditions(doctype: str, user: str | None = None) -> str:
    """The user's access condition as SQL text of MySQL's dialect, "" when nothing restricts."""
    return condition_sql(access.list_condition(metas.get_meta(doctype), user), doctype)


def get_date_range(operator: str, value: str) -> list[Any]:
    """[first day, last day] of a period such as "last week"."""
    text = (
        value
        if operator == "timespan"
        else f"{'last' if operator == 'previous' else 'next'} {RELATIVE[value]}"
    )
    return list(date_range(text, today(), first_weekday()) or ())


def check_parent_permission(parent: str | None, child_doctype: str | None) -> None:
    """PermissionError unless the parent DocType has such a table and may be read."""
    access.require(child_doctype or "", "read", parent_doctype=parent)


def get_order_by(doctype: str, meta: Any) -> str:
    """The desk's order of a list: drafts first when submittable, then the DocType's sort field."""
    parts = [each.strip().split() for each in str(meta.sort_field or "modified").split(",")]
    given = (meta.sort_order or "desc") if meta.sort_field else "desc"
    texts = [f"`tab{doctype}`.`{words[0]}` {(words[1:] or [given])[0]}" for words in parts if words]
    drafts = [f"`tab{doctype}`.docstatus asc"] if meta.is_submittable else []
    return ", ".join(drafts + texts)
