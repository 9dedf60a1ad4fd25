"""Who holds a document for the background, and what others are told meanwhile."""

from __future__ import annotations

import os
import time

import frappe
import pytest
from ristretto.document import locks


@pytest.fixture
def doc(ctx, make_doctype):
    return frappe.get_doc({"doctype": make_doctype(autoname="L-.#"), "title": "a"}).insert()


def other(doc):
    return frappe.get_doc(doc.doctype, doc.name)


def test_a_held_document_is_saved_by_nobody(doc):
    """Neither another copy nor the one that set the mark, until the mark goes."""
    doc.lock()
    assert other(doc).is_locked
    for each in (other(doc), doc):
        with pytest.raises(frappe.DocumentLockedError, match="worked on in the background"):
            each.save()
    doc.unlock()
    doc.title = "b"

    assert doc.save().title == "b"


def test_a_mark_is_set_once(doc):
    """The second who asks is refused, also after waiting for it."""
    doc.lock()
    with pytest.raises(frappe.DocumentLockedError, match="background"):
        other(doc).lock()
    with pytest.raises(frappe.DocumentLockedError, match="background"):
        other(doc).lock(timeout=1)
    doc.unlock()


def test_an_old_mark_no_longer_counts(doc):
    """What a killed process left is forgotten after ten minutes."""
    doc.lock()
    long_ago = time.time() - locks.EXPIRES - 1
    os.utime(locks.mark(doc), (long_ago, long_ago))

    assert other(doc).save().name == doc.name
    assert not locks.mark(doc).exists()


def test_a_mark_goes_with_its_record(doc):
    """A later record under the same name is free."""
    doc.lock()
    frappe.delete_doc(doc.doctype, doc.name)
    again = frappe.get_doc({"doctype": doc.doctype, "title": "b"}).insert()

    assert again.name == doc.name
    assert other(again).save().title == "b"


def test_a_queued_action_holds_the_document_until_it_ran(doc, monkeypatch):
    """The method runs in the background; a failure is told on the timeline."""
    from frappe.model.document import execute_action

    queued = []
    monkeypatch.setattr(frappe, "enqueue", lambda method, **more: queued.append(more))
    doc.queue_action("add_tag", tag="urgent")
    with pytest.raises(frappe.DocumentLockedError, match="background"):
        other(doc).save()
    names = ("document_type", "document_name", "action", "tag")
    execute_action(**{name: queued[0][name] for name in names})

    assert other(doc).get_tags() == ["urgent"]
    assert not other(doc).is_locked


def test_a_failed_action_is_told(fresh_ctx, make_doctype):
    """Nothing of it stays but a comment with the reason."""
    from frappe.model.document import execute_action

    kind = make_doctype(
        fields=[{"fieldname": "title", "fieldtype": "Data", "label": "T", "reqd": 1}]
    )
    doc = frappe.get_doc({"doctype": kind, "title": "a"}).insert()
    frappe.db.commit()
    execute_action(kind, doc.name, "run_method", method="nothing_there")
    execute_action(kind, doc.name, "no_such_method")

    texts = frappe.get_all("Comment", {"reference_name": doc.name}, pluck="content")
    assert len(texts) == 1
    assert "no_such_method" in texts[0]


def test_a_forgotten_mark_is_taken_off_by_whoever_may_write(doc, make_user):
    """Others are refused."""
    from frappe.model.document import unlock_document

    doc.lock()
    frappe.set_user(make_user("Nobody in particular"))
    with pytest.raises(frappe.PermissionError, match=r"permission|not have"):
        unlock_document(doc.doctype, doc.name)
    frappe.set_user("Administrator")
    unlock_document(doc.doctype, doc.name)
    assert not other(doc).is_locked
