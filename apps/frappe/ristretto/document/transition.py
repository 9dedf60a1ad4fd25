"""Decides which docstatus change a save is, who may make it, and whether somebody saved before."""

from __future__ import annotations

from typing import Any

from ristretto import errors
from ristretto.context import current
from ristretto.context.messages import throw
from ristretto.context.translate import translate as _
from ristretto.document.clock import now_text
from ristretto.document.docstatus import DocStatus


def stamp(doc: Any, *, new: bool = False) -> None:
    """Who and when; at insert also owner and creation, whatever the client sent."""
    moment, user = now_text(), current().user
    values = doc.__dict__
    keep = (
        current().flags.in_import
        or current().flags.in_install
        or current().flags.in_patch
        or current().flags.in_migrate
    )
    values["_original_modified"] = values.get("modified")
    if not (new and keep and values.get("modified")):
        values["modified"], values["modified_by"] = moment, user
    if not values.get("creation") or (new and not keep):
        values["creation"] = values["modified"]
    if not values.get("owner") or (new and not keep):
        values["owner"] = values["modified_by"] or user
    stamp_rows(doc)


def stamp_rows(doc: Any) -> None:
    """Rows are as new as their parent, also those that hooks append."""
    values = doc.__dict__
    for row in doc.get_all_children():
        row.__dict__.update(modified=values["modified"], modified_by=values["modified_by"])
        row.__dict__["owner"] = row.__dict__.get("owner") or values["owner"]
        row.__dict__["creation"] = row.__dict__.get("creation") or values["creation"]


def spread_docstatus(doc: Any) -> None:
    """Rows share the docstatus of their parent."""
    status = DocStatus.read(doc.__dict__.get("docstatus"))
    doc.__dict__["docstatus"] = status
    for row in doc.get_all_children():
        row.__dict__["docstatus"] = status


def decide(doc: Any, previous: DocStatus) -> None:
    """Set `doc._action` for the step from `previous`; refuse steps that do not exist."""
    status = doc.docstatus
    if previous.is_draft() and status.is_draft():
        doc._action = "save"
    elif previous.is_draft() and status.is_submitted():
        doc._action = "submit"
        doc.check_permission("submit")
        _refuse_unsubmittable(doc)
    elif previous.is_submitted() and status.is_submitted():
        doc._action = "update_after_submit"
        doc.check_permission("submit")
    elif previous.is_submitted() and status.is_cancelled():
        doc._action = "cancel"
        doc.check_permission("cancel")
    elif previous.is_cancelled():
        raise errors.ValidationError(_("Cannot edit a cancelled document"))
    else:
        text = _("The document status cannot change from {0} to {1}").format(
            int(previous), int(status)
        )
        raise errors.DocstatusTransitionError(text)


def _refuse_unsubmittable(doc: Any) -> None:
    if not doc.meta.is_submittable and not doc.meta.istable and not current().flags.in_import:
        raise errors.DocstatusTransitionError(_("{0} cannot be submitted").format(_(doc.doctype)))


def check_latest(doc: Any) -> None:
    """Load the stored version under the write lock; refuse when it is not the one that was edited."""
    if doc.meta.issingle:
        _check_latest_single(doc)
        return
    current().db.begin("write")
    previous = type(doc)(doc.doctype, doc.name)
    doc.flags.previous = previous
    doc.__dict__["name"] = previous.name
    original = doc.__dict__.pop("_original_modified", None)
    if not doc.flags.ignore_timestamp and str(previous.modified) != str(original):
        throw(
            _(
                "Somebody saved this document after you opened it. Reload it, then make your change again."
            )
            + f" ({_(doc.doctype)} {doc.name})",
            errors.TimestampMismatchError,
        )
    decide(doc, previous.docstatus)


def check_stored_right(doc: Any) -> None:
    """The stored record is judged beside the sent one: nobody takes a record by writing into it what would open
    it (a link that user permissions allow, another parent). Stock judges the sent values alone."""
    if not doc.flags.ignore_permissions and not doc.meta.issingle:
        doc.flags.previous.check_permission("write")


def _check_latest_single(doc: Any) -> None:
    previous = type(doc)(doc.doctype, doc.doctype)
    doc.flags.previous = previous
    doc._action = "save"
    original = doc.__dict__.pop("_original_modified", None)
    if previous.modified and original and str(previous.modified) != str(original):
        throw(
            _(
                "Somebody saved this document after you opened it. Reload it, then make your change again."
            ),
            errors.TimestampMismatchError,
        )
