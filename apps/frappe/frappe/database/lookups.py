"""Decides how values are looked up: `get_value` and its kin, without rights and without events."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ristretto import query
from ristretto.context import AttrDict, current
from ristretto.db.metas import get_meta, table_exists
from ristretto.errors import DataError, DoesNotExistError, QueryError
from ristretto.query import clock
from ristretto.query.build import to_sql
from ristretto.query.operators.tree import DESCENDANTS, relatives
from ristretto.query.order import DEFAULT
from ristretto.query.written import written

MISSING = (DataError, DoesNotExistError, QueryError)


class Lookups:
    """Reading side of `frappe.db`."""

    def get_value(
        self,
        doctype: str,
        filters: Any = None,
        fieldname: Any = "name",
        ignore: Any = None,
        as_dict: bool = False,
        debug: bool = False,
        order_by: str | None = DEFAULT,
        cache: bool = False,
        for_update: bool = False,
        *,
        run: bool = True,
        pluck: bool = False,
        distinct: bool = False,
        skip_locked: bool = False,
        wait: bool = True,
    ) -> Any:
        """One field → its value, several → a tuple (or AttrDict), nothing found → None.

        `filters` is a name, a dict or list of conditions, a list of names, or None for a single
        record.
        """
        found = self.get_values(
            doctype,
            filters,
            fieldname,
            ignore,
            as_dict,
            debug,
            order_by,
            for_update=for_update,
            run=run,
            pluck=pluck,
            distinct=distinct,
            limit=1,
        )
        if not run:
            return found
        if not found:
            return None
        row = found[0]
        if pluck or as_dict or len(row) > 1:
            return row
        return row[0]

    def get_values(
        self,
        doctype: str,
        filters: Any = None,
        fieldname: Any = "name",
        ignore: Any = None,
        as_dict: bool = False,
        debug: bool = False,
        order_by: str | None = DEFAULT,
        update: dict[str, Any] | None = None,
        cache: bool = False,
        for_update: bool = False,
        *,
        run: bool = True,
        pluck: bool = False,
        distinct: bool = False,
        limit: int | None = None,
        skip_locked: bool = False,
        wait: bool = True,
    ) -> Any:
        """A tuple of tuples, a list of AttrDicts, or the values of the first field (`pluck`)."""
        if for_update:
            current().db.begin("write")
        try:
            if self._is_single(doctype, filters):
                return self._from_single(doctype, filters, fieldname, as_dict)
            lookup = query.Values(doctype, filters)
            if not run:
                spec = lookup.spec(fieldname, order_by, distinct=distinct, limit=limit)
                return written(*to_sql(spec, current().db.dialect))
            keys, rows = lookup.select(fieldname, order_by, distinct=distinct, limit=limit)
        except MISSING:
            if ignore:
                return None
            raise
        if pluck:
            return [row[0] for row in rows]
        if as_dict:
            return [AttrDict(zip(keys, row, strict=True)).update(update or {}) for row in rows]
        return tuple(rows)

    def _is_single(self, doctype: str, filters: Any) -> bool:
        if doctype in ("DocType", "Singles", "Series", "Sessions"):
            return False
        if filters is None or filters == doctype:
            return True
        return bool(get_meta(doctype).issingle)

    def _from_single(self, doctype: str, filters: Any, fieldname: Any, as_dict: bool) -> Any:
        """Stored text of a single record's fields, as stock gives it; [] when filters do not
        fit.
        """
        if filters is not None and filters != doctype and not isinstance(filters, dict):
            return []
        values = self._stored_single(doctype)
        if isinstance(filters, dict) and any(
            values.get(key) != value for key, value in filters.items()
        ):
            return []
        if fieldname == "*":
            return [AttrDict(values)] if values else []
        names = [fieldname] if isinstance(fieldname, str) else list(fieldname)
        found = AttrDict({name: values[name] for name in names if name in values})
        if not found:
            return []
        return [found] if as_dict else [[found.get(name) for name in names]]

    def _stored_single(self, doctype: str) -> dict[str, Any]:
        rows = current().db.execute(
            "select `field`, `value` from `tabSingles` where `doctype` = ?", (doctype,)
        )
        return dict(rows)

    def get(
        self, doctype: str, filters: Any = None, as_dict: bool = True, cache: bool = False
    ) -> Any:
        """All columns of the first match."""
        return self.get_value(doctype, filters, "*", as_dict=as_dict)

    def exists(self, dt: Any, dn: Any = None, cache: bool = False) -> Any:
        """Name of a matching document, else None; a single record always exists."""
        if isinstance(dt, dict):
            dn = dict(dt)
            dt = dn.pop("doctype")
        if dn is None or dn == dt:
            return dt if self._single_exists(dt) else (self._row_name(dt, dn) if dn else None)
        return self._row_name(dt, dn)

    def _single_exists(self, doctype: str) -> bool:
        try:
            return doctype != "DocType" and bool(get_meta(doctype).issingle)
        except DoesNotExistError:
            return False

    def _row_name(self, doctype: str, filters: Any) -> Any:
        try:
            if self._single_exists(doctype):
                return None
            names = query.Values(doctype, filters).names(limit=1)
        except MISSING:
            return None
        return names[0] if names else None

    def count(
        self,
        dt: str,
        filters: Any = None,
        debug: bool = False,
        cache: bool = False,
        distinct: bool = True,
    ) -> int:
        """Number of matching rows; a condition on a child table counts child rows, as on stock."""
        return query.Values(dt, filters).count()

    def estimate_count(self, doctype: str) -> int:
        """Rows of the table; exact here."""
        return self.count(doctype)

    def get_list(self, doctype: str, *args: Any, **kwargs: Any) -> Any:
        """`frappe.get_list`."""
        return query.get_list(doctype, *args, **kwargs)

    def get_all(self, doctype: str, *args: Any, **kwargs: Any) -> Any:
        """`frappe.get_all`: rights are not asked, by contract."""
        return query.get_list(doctype, *args, **{**kwargs, "ignore_permissions": True})

    def get_descendants(self, doctype: str, name: str) -> list[str]:
        """Names below a node of a tree."""
        return relatives(doctype, name, DESCENDANTS)

    def a_row_exists(self, doctype: str) -> bool:
        return table_exists(f"tab{doctype}") and bool(
            current().db.execute(f"select 1 from `tab{doctype}` limit 1")
        )

    def get_creation_count(self, doctype: str, minutes: int) -> int:
        """Records created in the last minutes."""
        since = clock.now() - timedelta(minutes=minutes)
        return query.Values(doctype, {"creation": (">=", since)}).count()

    def get_last_created(self, doctype: str) -> Any:
        """Moment of the newest record."""
        rows = query.values(doctype, None, "creation", "creation desc", limit=1)
        return rows[0][0] if rows else None
