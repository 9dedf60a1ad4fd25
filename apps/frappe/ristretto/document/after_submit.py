"""Decides what may still change in a submitted document: by a save, and along with its cancellation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ristretto import errors
from ristretto.context.messages import throw
from ristretto.context.translate import translate as _
from ristretto.document import events, links
from ristretto.document.docstatus import DocStatus
from ristretto.document.place import place
from ristretto.document.transition import spread_docstatus
from ristretto.document.validate import check_values, same_value
from ristretto.meta import Field
from ristretto.meta import constants as c


def on_update(doc: Any) -> None:
    """Only allow_on_submit fields may change in a submitted document."""
    if doc.flags.ignore_validate_update_after_submit:
        return
    _refuse_closed(doc, doc.get_doc_before_save(), frozenset())
    doc.flags.in_update_after_submit = True


def on_cancel(doc: Any) -> None:
    """The same for what comes with a cancellation, which has no validation of its own. It is asked before the
    hooks, whose changes are the app's; a record that nobody touched is cancelled whatever it holds."""
    if doc.flags.ignore_validate_update_after_submit:
        return
    previous = doc.flags.previous
    carried = events.carried_by_cancel(doc)
    _refuse_closed(doc, previous, carried)
    if any(_changed(doc, previous, field) for field in doc.meta.fields):
        with _as_submitted(doc):
            links.validate(doc)
            check_values(doc)


@contextmanager
def _as_submitted(doc: Any) -> Iterator[None]:
    """The open values are judged as those of an update: checks leave cancelled documents alone."""
    doc._action, doc.docstatus = "update_after_submit", DocStatus.SUBMITTED
    spread_docstatus(doc)
    try:
        yield
    finally:
        doc._action, doc.docstatus = "cancel", DocStatus.CANCELLED
        spread_docstatus(doc)


def _changed(doc: Any, previous: Any, field: Field) -> bool:
    old, new = previous.get(field.fieldname), doc.get(field.fieldname)
    if field.fieldtype not in c.TABLE_FIELDTYPES:
        return bool(field.column) and not same_value(field, old, new)
    if [row.name for row in old or []] != [row.name for row in new or []]:
        return True
    return any(
        _changed(row, before, each)
        for row, before in zip(new or [], old or [], strict=True)
        for each in row.meta.column_fields
    )


def _refuse_closed(doc: Any, previous: Any, carried: frozenset[str]) -> None:
    for field in doc.meta.fields:
        if field.fieldtype in c.TABLE_FIELDTYPES:
            _rows_after_submit(doc, previous, field)
        elif field.column and not field.allow_on_submit and field.fieldname not in carried:
            _unchanged(doc, previous, field)


def _rows_after_submit(doc: Any, previous: Any, table: Field) -> None:
    rows, old_rows = doc.get(table.fieldname) or [], previous.get(table.fieldname) or []
    if not table.allow_on_submit and len(rows) != len(old_rows):
        throw(
            _("{0}: rows cannot be added or removed after submitting").format(
                _(table.label or table.fieldname)
            ),
            errors.UpdateAfterSubmitError,
        )
    by_name = {row.name: row for row in old_rows}
    for row in rows:
        old = by_name.get(row.name)
        if old is None:
            if not table.allow_on_submit:
                raise errors.DoesNotExistError(
                    _("{0} {1} not found").format(_(row.doctype), row.name)
                )
            continue
        for field in row.meta.column_fields:
            if not field.allow_on_submit:
                _unchanged(row, old, field)


def _unchanged(doc: Any, previous: Any, field: Field) -> None:
    old, new = previous.get(field.fieldname), doc.get(field.fieldname)
    if not same_value(field, old, new):
        throw(
            _("{0} cannot change from {1} to {2} after submitting").format(
                place(doc, field), old, new
            ),
            errors.UpdateAfterSubmitError,
            title=_("Submitted documents stay as they are"),
        )
