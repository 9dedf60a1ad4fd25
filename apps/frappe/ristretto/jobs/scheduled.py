"""Decides how one turn of scheduled work runs and what its log says.

The beginning is noted in a transaction of its own, the end in that of the work: a turn whose worker is killed
runs again, and its first log row says that it never ended.
"""

from __future__ import annotations

import traceback
from typing import Any

from ristretto.context import current
from ristretto.context.dotted import get_attr
from ristretto.document import clock, get_doc
from ristretto.jobs.scheduler import TYPE

LOG = "Scheduled Job Log"
STARTED, COMPLETE, FAILED = "Scheduled", "Complete", "Failed"
LEFT = "its worker ended in the middle of it"


def run(doc: Any) -> None:
    """One turn of a Scheduled Job Type, as Administrator; whoever calls commits. Raises what the work raises."""
    context = current()
    context.set_user("Administrator")
    row = _begin(doc)
    try:
        _work(doc)
    except Exception:
        # the edge of scheduled work: whatever it raises is logged, then goes on to the worker
        context.db.rollback()
        _end(row, FAILED, traceback.format_exc())
        context.db.commit()
        raise
    _end(row, COMPLETE, None)


def _work(doc: Any) -> None:
    if doc.server_script:
        get_doc("Server Script", doc.server_script).execute_scheduled_method()
    else:
        get_attr(doc.method)()


def _begin(doc: Any) -> Any:
    """The log row, None where the type keeps no log."""
    db = current().db
    db.begin("write")
    doc.db_set("last_execution", clock.now(), update_modified=False)
    db.execute(
        f"UPDATE `tab{LOG}` SET `status` = ?, `details` = ? "
        "WHERE `scheduled_job_type` = ? AND `status` = ?",
        (FAILED, LEFT, doc.name, STARTED),
    )
    row = None
    if doc.create_log:
        values = {"doctype": LOG, "scheduled_job_type": doc.name, "status": STARTED}
        row = get_doc(values).insert(ignore_permissions=True)  # the system's own log
    db.commit()
    return row


def _end(row: Any, status: str, details: str | None) -> None:
    if row is None:
        return
    debug = "\n".join(str(line) for line in current().debug_log)
    row.db_set({"status": status, "details": details, "debug_log": debug or None})


def run_by_name(name: str | None, method: str | None) -> None:
    """What the clock has queued. A type that was removed in the meantime has nothing to do."""
    column, value = ("name", name) if name else ("method", method)
    rows = current().db.execute(
        f"SELECT `name` FROM `tab{TYPE}` WHERE `{column}` = ? ORDER BY `name` LIMIT 1", (value,)
    )
    if rows:
        run(get_doc(TYPE, rows[0][0]))
