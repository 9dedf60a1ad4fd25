"""Controller of Tag, and tagging of records: `_user_tags` on the record, a Tag Link for search."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ristretto.web.listing import parse_list

import frappe
from frappe.model.document import Document
from frappe.utils import unique


class Tag(Document):
    """A word that people attach to records."""


@frappe.whitelist()
def add_tag(tag: str, dt: str, dn: str, color: str | None = None) -> str:
    """Tag one record; the tag is made when it is new."""
    DocTags(dt).add(dn, tag)
    return tag


@frappe.whitelist()
def add_tags(
    tags: str | list[str], dt: str, docs: str | list[str], color: str | None = None
) -> None:
    for name in parse_list(docs, "docs"):
        for tag in parse_list(tags, "tags", of=str):
            DocTags(dt).add(name, tag)


@frappe.whitelist()
def remove_tag(tag: str, dt: str, dn: str) -> None:
    DocTags(dt).remove(dn, tag)


@frappe.whitelist()
def get_tagged_docs(doctype: str, tag: str) -> list[Any]:
    """Names of the readable records that carry the tag."""
    frappe.has_permission(doctype, throw=True)
    return frappe.get_list(
        doctype, filters={"_user_tags": ["like", f"%,{tag}%"]}, fields=["name"], as_list=True
    )


@frappe.whitelist()
def get_tags(doctype: str, txt: str) -> list[str]:
    """Tags that contain a text, for the tag box."""
    names = frappe.get_list("Tag", filters=[["name", "like", f"%{txt}%"]], pluck="name")
    return sorted(name for name in set(names) if txt.casefold() in name.casefold())


@frappe.whitelist()
def get_documents_for_tag(tag: str) -> list[dict[str, str]]:
    """Records with a tag, given as `#tag`."""
    rows = frappe.get_list(
        "Tag Link",
        filters={"tag": tag.removeprefix("#")},
        fields=["document_type", "document_name", "title"],
    )
    return [
        {"doctype": row.document_type, "name": row.document_name, "content": row.title}
        for row in rows
        if row.document_type and frappe.has_permission(row.document_type, doc=row.document_name)
    ]


@frappe.whitelist()
def get_tags_list_for_awesomebar() -> list[str]:
    return frappe.get_list("Tag", pluck="name", order_by="name")


class DocTags:
    """Tags of one DocType's records."""

    def __init__(self, dt: str) -> None:
        self.dt = dt

    def get_tags(self, dn: str) -> str:
        return (frappe.db.get_value(self.dt, dn, "_user_tags") or "").strip()

    def _listed(self, dn: str) -> list[str]:
        return [tag for tag in self.get_tags(dn).split(",") if tag]

    def add(self, dn: str, tag: str) -> None:
        tags = self._listed(dn)
        if tag in tags:
            return
        if not frappe.db.exists("Tag", tag):
            # Whoever may write the record may also invent a word for it.
            frappe.get_doc({"doctype": "Tag", "name": tag}).insert(ignore_permissions=True)
        self.update(dn, [*tags, tag])

    def remove(self, dn: str, tag: str) -> None:
        self.update(dn, [each for each in self._listed(dn) if each.lower() != tag.lower()])

    def remove_all(self, dn: str) -> None:
        self.update(dn, [])

    def update(self, dn: str, tl: Iterable[str]) -> None:
        """Store the tags of a record that the user may write."""
        doc = frappe.get_doc(self.dt, dn)
        doc.check_permission("write")
        tags = unique(tag for tag in tl if tag)
        text = "," + ",".join(tags) if tags else ""
        frappe.db.set_value(self.dt, dn, "_user_tags", text, update_modified=False)
        update_tags(doc, text)


def delete_tags_for_document(doc: Any) -> None:
    if frappe.db.table_exists("Tag Link"):
        frappe.db.delete("Tag Link", {"document_type": doc.doctype, "document_name": doc.name})


def update_tags(doc: Any, tags: str) -> None:
    """Bring the Tag Links of a record in line with its tags."""
    key = {"document_type": doc.doctype, "document_name": doc.name}
    wanted = {tag.strip() for tag in tags.split(",") if tag.strip()}
    present = set(frappe.get_all("Tag Link", filters=key, pluck="tag"))
    for tag in sorted(wanted - present):
        link = {"doctype": "Tag Link", **key, "title": doc.get_title() or "", "tag": tag}
        # Follows from writing the record, which was checked.
        frappe.get_doc(link).insert(ignore_permissions=True)
    for tag in present - wanted:
        frappe.db.delete("Tag Link", {**key, "tag": tag})
