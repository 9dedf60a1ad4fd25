"""What addresses and contacts have in common: the records they belong to."""

from __future__ import annotations

from typing import Any

import frappe


def tidy(doc: Any) -> None:
    """Each record once, with its title."""
    seen = set()
    for link in list(doc.links):
        key = (link.link_doctype, link.link_name)
        if key in seen:
            doc.remove(link)
            continue
        seen.add(key)
        if link.link_doctype and link.link_name and not link.link_title:
            linked = frappe.get_cached_doc(link.link_doctype, link.link_name)
            link.link_title = linked.get_title()


class LinkedRecords:
    """Questions about the rows of `links`."""

    links: list[Any]

    def has_link(self, doctype: str, name: Any) -> bool:
        return any(link.link_doctype == doctype and link.link_name == name for link in self.links)

    def has_common_link(self, doc: Any) -> bool:
        return any(self.has_link(link.link_doctype, link.link_name) for link in doc.links)

    def get_link_for(self, link_doctype: str) -> Any:
        """The first linked record of a DocType; None without one."""
        return next(
            (link.link_name for link in self.links if link.link_doctype == link_doctype), None
        )


def linked(parenttype: str, doctype: str, name: Any) -> list[list[Any]]:
    """Filters that find the addresses or contacts of a record."""
    return [
        ["Dynamic Link", "link_doctype", "=", doctype],
        ["Dynamic Link", "link_name", "=", str(name)],
        ["Dynamic Link", "parenttype", "=", parenttype],
    ]
