"""Decides which notifications an event of a document sets off, each once per save; their controller sends them.

The table of enabled notifications is read once per process, until metadata changes.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ristretto.context import AttrDict, current
from ristretto.context.dotted import get_attr
from ristretto.db.dialects import speech
from ristretto.db.metas import table_exists
from ristretto.db.tables import make_table
from ristretto.document import saving

CONTROLLER = "frappe.email.doctype.notification.notification.evaluate_alert"
EVENTS = {
    "after_insert": "New",
    "on_update": "Save",
    "on_submit": "Submit",
    "on_cancel": "Cancel",
    "on_change": "Value Change",
}
# The first event of a save, whatever kind it is.
_BEGINNINGS = (
    "before_insert",
    "before_validate",
    "before_cancel",
    "before_update_after_submit",
)
_OF_DIRECT_WRITE = "before_change"
SENT = "ristretto_alert"
_COLUMNS = (
    "`alert` varchar(140) NOT NULL",
    "`document` varchar(300) NOT NULL",
    "`day` varchar(10) NOT NULL",
    "PRIMARY KEY (`alert`, `document`, `day`)",
)
KEPT_DAYS = 7


def waits(doctype: str, event: str) -> bool:
    """Whether a notification of a DocType has to do with an event: its own, or the first of a save."""
    waiting = enabled(doctype)
    begins = event in (*_BEGINNINGS, _OF_DIRECT_WRITE)
    return bool(waiting) and (begins or any(_names(alert, event) for alert in waiting))


def hear(doc: Any, event: str) -> None:
    """Tell the controller of each notification that this event sets off."""
    if event in _BEGINNINGS or (event == _OF_DIRECT_WRITE and not saving.is_running(doc)):
        _begin(doc)
    if _is_quiet():
        return
    for alert in enabled(doc.doctype):
        if is_set_off(alert, doc, event):
            _once(doc, alert)


def _begin(doc: Any) -> None:
    """Another save: each notification counts anew, unless one of them is what saves."""
    if not doc.flags.in_notification_update:
        doc.flags.notifications_executed = []


def is_set_off(alert: AttrDict, doc: Any, event: str) -> bool:
    """Whether a notification waits for this event; its condition is asked later."""
    is_own = event == "on_change" and (doc.flags.in_insert or doc.flags.in_delete)
    return _names(alert, event) and (alert.event == "Method" or not is_own)


def _names(alert: AttrDict, event: str) -> bool:
    if alert.event == "Method":
        return bool(alert.method) and str(alert.method).strip() == event
    return bool(EVENTS.get(event) == alert.event)


def _once(doc: Any, alert: AttrDict) -> None:
    done = doc.flags.setdefault("notifications_executed", [])
    if alert.name in done:
        return
    done.append(alert.name)
    get_attr(CONTROLLER)(doc, alert.name, alert.event)


def _is_quiet() -> bool:
    """Nobody hears of installations, patches, and imports that asked for silence."""
    flags = current().flags
    silent_import = flags.in_import and flags.mute_emails
    return bool(silent_import or flags.in_patch or flags.in_install or flags.in_migrate)


def enabled(doctype: str) -> list[AttrDict]:
    """Enabled notifications of a DocType: name, event, method."""
    cache = current().site.cache("notifications")
    if "all" not in cache:
        cache["all"] = _read() if table_exists("tabNotification") else {}
    found: list[AttrDict] = cache["all"].get(doctype, [])
    return found


def _read() -> dict[str, list[AttrDict]]:
    table: dict[str, list[AttrDict]] = {}
    rows = current().db.execute(
        "SELECT `document_type`, `name`, `event`, `method` FROM `tabNotification` "
        "WHERE `enabled` = 1 ORDER BY `creation`, `name`"
    )
    for doctype, name, event, method in rows:
        row = AttrDict(name=name, event=event, method=method)
        table.setdefault(doctype, []).append(row)
    return table


# what a day has sent ------------------------------------------------------------------------------


def is_first_today(alert: str, document: str, day: date) -> bool:
    """Remember that a notification goes out for a record on a day; False when it did already.

    The row commits with the mail: of two clocks one is first, and a clock that died has sent nothing.
    """
    make_table(SENT, _COLUMNS)
    key = (alert, document[:300], day.isoformat())
    # one statement: of two clocks only the first one's row is written
    into = f"{speech().insert_ignore} `{SENT}` (`alert`, `document`, `day`) VALUES (?, ?, ?)"
    return bool(current().db.rowcount(into, key) > 0)


def forget_old(day: date) -> None:
    make_table(SENT, _COLUMNS)
    oldest = (day - timedelta(days=KEPT_DAYS)).isoformat()
    current().db.execute(f"DELETE FROM `{SENT}` WHERE `day` < ?", (oldest,))
