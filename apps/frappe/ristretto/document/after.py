"""Decides what follows a stored change: events, back-link check, search index, version, files of new records."""

from __future__ import annotations

import json
from typing import Any

from ristretto.context import current
from ristretto.db.metas import table_exists
from ristretto.document import backlinks, search_index, versions

_EVENTS = {
    "save": ("on_update",),
    "submit": ("on_update", "on_submit"),
    "cancel": ("on_cancel",),
    "update_after_submit": ("on_update_after_submit",),
}


def run(doc: Any) -> None:
    """Events of the action, then the engine's own work, then `on_change`."""
    for event in _EVENTS[doc._action]:
        doc.run_method(event)
    if doc._action == "cancel":
        backlinks.check_submitted(doc)
    doc.clear_cache()
    doc.notify_update()
    search_index.update(doc)
    if not doc.meta.istable:
        versions.save_version(doc)
    if doc.meta.track_seen and not doc.meta.issingle and not doc.flags.in_insert:
        _seen_by_the_writer(doc)
    doc.run_method("on_change")


def _seen_by_the_writer(doc: Any) -> None:
    """A changed record is new to everybody but the one who changed it."""
    seen = json.dumps([current().user])
    current().db.execute(
        f"UPDATE `tab{doc.doctype}` SET `_seen` = ? WHERE `name` = ?", (seen, doc.name)
    )


def copy_attachments(doc: Any) -> None:
    """An amended record starts with the attachments of the one it follows; the bytes are shared."""
    if not doc.get("amended_from") or not doc.meta.has_field("amended_from"):
        return
    if not table_exists("tabFile"):
        return
    from ristretto.document.api import get_doc

    files = current().db.execute(
        "SELECT `file_url`, `file_name`, `is_private` FROM `tabFile`"
        " WHERE `attached_to_doctype` = ? AND `attached_to_name` = ? AND `is_folder` = 0",
        (doc.doctype, doc.amended_from),
    )
    place = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
    for url, name, private in files:
        values = {"file_url": url, "file_name": name, "is_private": private, **place}
        # The right to amend the record covers what is attached to it.
        get_doc({"doctype": "File", **values}).insert(ignore_permissions=True)


def relink_files(doc: Any) -> None:
    """Files attached while the form had a temporary name belong to the record now."""
    temporary = doc.__dict__.get("__temporary_name") or doc.__dict__.get("localname")
    if not temporary or not table_exists("tabFile") or doc.doctype == "File":
        return
    current().db.execute(
        "UPDATE `tabFile` SET `attached_to_name` = ?"
        " WHERE `attached_to_doctype` = ? AND `attached_to_name` = ? AND `owner` = ?",
        (doc.name, doc.doctype, temporary, current().user),
    )
