"""Decides what the names in a query refer to: the DocType's own columns, its child tables, its
links.

The scope collects the joins that are needed, and refuses what the user may not see: unreadable
DocTypes,
tables and fields of a permission level the user does not have.
"""

from __future__ import annotations

from typing import Any

from ristretto import access
from ristretto.context import current
from ristretto.context.translate import translate as _
from ristretto.db.metas import get_meta
from ristretto.errors import DataError, PermissionError
from ristretto.meta.constants import OPTIONAL_FIELDS
from ristretto.query.access_nodes import access_node
from ristretto.query.columns import column, is_virtual
from ristretto.query.expressions import Name
from ristretto.query.nodes import Always, Col, Join, Node, Test, both
from ristretto.query.system_tables import meta_of


class Hidden:
    """Answer for a field that exists but that the user may not read."""


HIDDEN = Hidden()


class Scope:
    """One query's main DocType, user and joins."""

    def __init__(
        self,
        doctype: str,
        *,
        user: str | None = None,
        unrestricted: bool = False,
        parent_doctype: str | None = None,
    ) -> None:
        self.meta = meta_of(doctype)
        self.user = user or current().user
        self.unrestricted = unrestricted or self.user == "Administrator"
        # rights are not asked at all: `*` then gives what belongs to the desk as well
        self.trusted = unrestricted
        self.parent_meta = (
            get_meta(parent_doctype) if parent_doctype and self.meta.istable else None
        )
        self.table = f"tab{doctype}"
        # whether a document without rows in a joined child table is left out
        self.inner = False
        self.joins: dict[str, Join] = {}

    # names ------------------------------------------------------------------------------------

    def resolve(self, name: Name, place: str) -> tuple[Any, Any]:
        """(column, meta it belongs to) for a name as written."""
        prefix = name.prefix
        if not prefix or prefix == self.table:
            return self.own(name.name, place), self.meta
        if prefix.startswith("tab") and (child := self._child_doctype(prefix[3:])):
            return self.child(child, name.name, place), get_meta(child)
        field = None if prefix.startswith("tab") else self.meta.field(prefix)
        if field and field in self.meta.table_fields:
            return self.table_field(field, name.name, place), get_meta(field.options)
        if field and field.fieldtype == "Link" and field.fieldname in self.meta.columns_set:
            return self.link(field, name.name, place), get_meta(field.options)
        text = _("{0}: {1} is neither a table nor a link of {2}")
        raise DataError(text.format(place, prefix, _(self.meta.name)))

    def own(self, name: str, place: str) -> Col:
        return column(self.meta, name, place)

    def child(self, child_doctype: str, name: str, place: str) -> Col:
        """A column of all rows of this child DocType, whichever table they stand in."""
        self._demand_rows(child_doctype, place)
        fields = [each for each in self.meta.table_fields if each.options == child_doctype]
        open_fields = [each.fieldname for each in fields if self._is_open(each)]
        if not open_fields:
            raise PermissionError(
                _("{0}: no permission to read {1}").format(place, _(child_doctype))
            )
        alias = f"tab{child_doctype}"
        found = column(get_meta(child_doctype), name, place, alias)
        everything = len(open_fields) == len(fields)
        self._join_rows(alias, child_doctype, () if everything else tuple(open_fields))
        return found

    def table_field(self, field: Any, name: str, place: str) -> Col | Hidden:
        """A column of the rows in one table field."""
        self._demand_rows(field.options, place)
        if not self._is_open(field):
            return HIDDEN
        siblings = [each for each in self.meta.table_fields if each.options == field.options]
        only = len(siblings) == 1
        alias = f"tab{field.options}" if only else f"tab{field.options}_{field.fieldname}"
        found = column(get_meta(field.options), name, place, alias)
        self._join_rows(alias, field.options, () if only else (field.fieldname,))
        return found

    def link(self, field: Any, name: str, place: str) -> Col:
        """A column of the record that a link field names; NULL when that record may not be read."""
        target = get_meta(field.options)
        alias = f"tab{target.name}_{field.fieldname}"
        found = column(target, name, place, alias)
        if alias not in self.joins:
            on = ((Col(alias, target.name, "name"), self.own(field.fieldname, place)),)
            self.joins[alias] = Join(
                alias, target.name, on, within=self._target_rows(target, place)
            )
        return found

    def _target_rows(self, target: Any, place: str) -> Node:
        if self.unrestricted:
            return Always()
        readable = any(
            access.has_permission(target.name, right, user=self.user)
            for right in ("select", "read")
        )
        if not readable:
            raise PermissionError(_("{0}: no permission to read {1}").format(place, _(target.name)))
        return access_node(access.list_condition(target, self.user), target)

    def _join_rows(self, alias: str, child_doctype: str, table_fields: tuple[str, ...]) -> None:
        if alias in self.joins:
            return
        on = ((Col(alias, child_doctype, "parent"), Col(self.table, self.meta.name, "name")),)
        where: list[Node] = [Test(Col(alias, child_doctype, "parenttype"), "=", (self.meta.name,))]
        if table_fields:
            where.append(Test(Col(alias, child_doctype, "parentfield"), "in", table_fields))
        self.joins[alias] = Join(alias, child_doctype, on, where=both(where), inner=self.inner)

    def _child_doctype(self, doctype: str) -> str | None:
        return next(
            (each.options for each in self.meta.table_fields if each.options == doctype), None
        )

    # what the user may see --------------------------------------------------------------------

    def _demand_rows(self, child_doctype: str, place: str) -> None:
        """`select` shows what one chooses by, never the rows inside: neither to show nor to search."""
        if self.unrestricted:
            return
        if access.rights(self.meta, self.user).listing_right() == "select":
            raise PermissionError(
                _("{0}: no permission to read {1}").format(place, _(child_doctype))
            )

    def _is_open(self, table_field: Any) -> bool:
        return self.unrestricted or not access.is_hidden_by_level(
            self.meta, table_field.fieldname, self.user
        )

    def is_readable(self, meta: Any, name: str) -> bool:
        """Whether a column may be shown."""
        if self.unrestricted:
            return True
        return name in access.readable_columns(meta, self.user, self._parent_of(meta))

    def _parent_of(self, meta: Any) -> Any:
        if not meta.istable:
            return None
        return self.parent_meta if meta is self.meta else self.meta

    def demand_searchable(self, meta: Any, name: str, place: str) -> None:
        """Refuse to filter, sort or group by a field whose value the user may not read."""
        if self.unrestricted or not access.is_hidden_by_level(
            meta, name, self.user, self._parent_of(meta)
        ):
            return
        label = _(meta.get_label(name))
        raise PermissionError(
            _("{0}: you may not read the field {1}").format(place, label), rule="permlevel"
        )

    def readable_columns(self) -> list[str]:
        """The columns `*` stands for, in the table's order."""
        return [
            name
            for name in self.meta.valid_columns
            if not is_virtual(self.meta, name)
            and (self.trusted or name not in OPTIONAL_FIELDS)
            and self.is_readable(self.meta, name)
        ]
