"""Decides what a saved report's word for a column means: an own field, a child table's, a linked record's. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ristretto.context import AttrDict
from ristretto.meta import Field, Meta

MetaOf = Callable[[str], Meta]
LABELS = {
    "name": "ID",
    "creation": "Created On",
    "modified": "Last Updated On",
    "owner": "Created By",
    "modified_by": "Last Updated By",
    "docstatus": "Document Status",
    "idx": "Index",
}
TYPES = {"creation": "Datetime", "modified": "Datetime", "docstatus": "Int", "idx": "Int"}


@dataclass(frozen=True)
class Place:
    """A field of `owner`; `via` is the link field of the report's DocType that leads there."""

    owner: str
    fieldname: str
    via: str | None = None

    def key(self, doctype: str) -> str:
        """The column's name in the rows."""
        if self.via:
            return f"{self.via}_{self.fieldname}"
        return self.fieldname if self.owner == doctype else f"{self.owner}:{self.fieldname}"

    def term(self) -> str:
        """The column as the query grammar writes it."""
        if self.via:
            return f"{self.via}.{self.fieldname}"
        return f"`tab{self.owner}`.`{self.fieldname}`"

    def selected(self, doctype: str) -> str:
        """The same with the name that its values get; an own field keeps its own."""
        own = not self.via and self.owner == doctype
        return self.term() if own else f"{self.term()} as `{self.key(doctype)}`"


def read_place(entry: Any, doctype: str, meta_of: MetaOf) -> Place:
    """From `field`, `link.field`, [either, DocType], "Doc Type.field" or "`tabDoc Type`.`field`"."""
    if not isinstance(entry, str):
        name, owner = str(entry[0]), str(entry[1] if len(entry) > 1 and entry[1] else doctype)
    elif "`" in entry or entry.partition(".")[0] == doctype:
        owner, _dot, name = entry.replace("`", "").rpartition(".")
        owner = owner.removeprefix("tab") or doctype
    else:
        name, owner = entry, doctype
    via, dot, fieldname = name.partition(".")
    if not dot:
        return Place(owner, name)
    link = meta_of(doctype).get_field(via)
    if link is not None and link.fieldtype == "Link":
        return Place(str(link.options), fieldname, via)
    return Place(via, fieldname)


def column_of(place: Place, doctype: str, meta_of: MetaOf) -> AttrDict:
    """The column that shows a place."""
    found = meta_of(place.owner).get_field(place.fieldname)
    label = str((found.label if found else None) or LABELS.get(place.fieldname, place.fieldname))
    column = AttrDict(
        label=label,
        fieldname=place.key(doctype),
        fieldtype=_fieldtype(place, found),
        options=found.options if found else None,
        width=120,
    )
    if place.fieldname == "name":
        column.update({"fieldtype": "Link", "options": place.owner, "is_id": 1})
    if place.via:
        link = meta_of(doctype).get_field(place.via)
        column.of = str((link.label if link else None) or place.owner)
    elif place.owner != doctype:
        column.of = place.owner
    return column


def _fieldtype(place: Place, found: Field | None) -> str:
    if found is None:
        return TYPES.get(place.fieldname, "Data")
    return found.fieldtype or "Data"
