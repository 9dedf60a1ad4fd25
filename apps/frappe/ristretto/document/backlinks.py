"""Decides who links to a record: the map of all link fields, and the refusals that follow from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ristretto import errors
from ristretto.context import current
from ristretto.context.messages import throw
from ristretto.context.translate import translate as _
from ristretto.db.metas import get_meta


@dataclass(frozen=True)
class LinkField:
    """A field of `parent` that links; of a Dynamic Link `options` is the field that names the DocType."""

    parent: str
    fieldname: str
    options: str
    dynamic: bool
    issingle: bool
    istable: bool


def link_map() -> tuple[LinkField, ...]:
    """Every Link and Dynamic Link of the site, custom fields included."""
    cache = current().site.cache("link_map")
    if "all" not in cache:
        cache["all"] = tuple(_read())
    found: tuple[LinkField, ...] = cache["all"]
    return found


def _read() -> Iterator[LinkField]:
    names = [
        row[0]
        for row in current().db.execute(
            "SELECT `name` FROM `tabDocType` WHERE COALESCE(`is_virtual`, 0) = 0"
        )
    ]
    for name in names:
        meta = get_meta(name)
        for field in (*meta.link_fields, *meta.dynamic_link_fields):
            yield LinkField(
                name,
                field.fieldname,
                str(field.options or ""),
                field.fieldtype == "Dynamic Link",
                bool(meta.issingle),
                bool(meta.istable),
            )


def links_to(doctype: str) -> list[LinkField]:
    """Fields that may hold a name of this DocType."""
    return [link for link in link_map() if link.dynamic or link.options == doctype]


@dataclass(frozen=True)
class Reference:
    """A stored link: the record (parent of a row) that holds it."""

    doctype: str
    name: str
    docstatus: int
    fieldname: str


def references(doctype: str, name: Any) -> Iterator[Reference]:
    """All stored links to one record, without those from the record itself."""
    for link in links_to(doctype):
        if link.issingle:
            yield from _in_single(link, doctype, name)
        else:
            yield from _in_table(link, doctype, name)


def _in_single(link: LinkField, doctype: str, name: Any) -> Iterator[Reference]:
    values = dict(
        current().db.execute(
            "SELECT `field`, `value` FROM `tabSingles` WHERE `doctype` = ?", (link.parent,)
        )
    )
    if values.get(link.fieldname) != str(name) or (
        link.dynamic and values.get(link.options) != doctype
    ):
        return
    if (link.parent, link.parent) != (doctype, name):
        yield Reference(link.parent, link.parent, 0, link.fieldname)


def _in_table(link: LinkField, doctype: str, name: Any) -> Iterator[Reference]:
    columns = (
        "`parenttype`, `parent`, `docstatus`"
        if link.istable
        else f"'{link.parent}', `name`, `docstatus`"
    )
    sql = f"SELECT {columns} FROM `tab{link.parent}` WHERE `{link.fieldname}` = ?"
    params = [name]
    if link.dynamic:
        sql, params = f"{sql} AND `{link.options}` = ?", [name, doctype]
    for holder_type, holder, docstatus in current().db.execute(sql, params):
        if holder and (holder_type, str(holder)) != (doctype, str(name)):
            yield Reference(str(holder_type), str(holder), int(docstatus or 0), link.fieldname)


def check_submitted(doc: Any) -> None:
    """A record cannot be cancelled while submitted ones link to it."""
    if doc.flags.ignore_links:
        return
    ignored = set(doc.get("ignore_linked_doctypes") or ()) | _exempt(
        "auto_cancel_exempted_doctypes"
    )
    for reference in references(doc.doctype, doc.name):
        if (
            reference.docstatus == 1
            and reference.fieldname != "amended_from"
            and reference.doctype not in ignored
        ):
            _refuse(doc.doctype, doc.name, reference, _("cancel"))


def check_any(doc: Any) -> None:
    """A record cannot be deleted while others link to it."""
    ignored = (
        set(doc.get("ignore_linked_doctypes") or ())
        | _exempt("ignore_links_on_delete")
        | LOG_DOCTYPES
    )
    for reference in references(doc.doctype, doc.name):
        if reference.doctype not in ignored:
            _refuse(doc.doctype, doc.name, reference, _("delete"))


LOG_DOCTYPES = {
    "Communication",
    "ToDo",
    "DocShare",
    "Email Unsubscribe",
    "Activity Log",
    "File",
    "Version",
    "Document Follow",
    "Comment",
    "View Log",
    "Tag Link",
    "Notification Log",
    "Email Queue",
    "Document Share Key",
    "Workflow Action",
    "Deleted Document",
    "Error Log",
}


def _exempt(hook: str) -> set[str]:
    return set(current().site.get_hooks(hook))


def _refuse(doctype: str, name: Any, reference: Reference, verb: str) -> None:
    text = _("Cannot {0} {1} {2}, because {3} {4} links to it").format(
        verb, _(doctype), name, _(reference.doctype), reference.name
    )
    throw(text, errors.LinkExistsError)
