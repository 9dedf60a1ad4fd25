"""Decides which Scheduled Job Types a site has: those that the hooks of its apps declare, and those of scripts.

What an administrator set on one (stopped, create_log) stays when its app gives it another rhythm.
"""

from __future__ import annotations

from typing import Any

from ristretto.context import current
from ristretto.document import delete_doc, get_doc
from ristretto.jobs.rhythm import Event, declared
from ristretto.jobs.scheduler import TYPE


def sync(events: dict[str, Any] | None = None) -> None:
    """Bring the records to the hooks `scheduler_events` of the installed apps; twice changes nothing."""
    if events is None:
        events = current().site.get_hooks("scheduler_events", {})
    wanted = dict.fromkeys(declared(events))
    kept = _stored()
    stale = {name: event for name, event in kept.items() if event not in wanted}
    for event in wanted:
        if event not in kept.values():
            _add(event, stale)
    for name in stale:
        delete_doc(TYPE, name, force=True, ignore_permissions=True)  # as the apps ship it


def _stored() -> dict[str, Event]:
    rows = current().db.execute(
        f"SELECT `name`, `method`, `frequency`, `cron_format` FROM `tab{TYPE}` "
        "WHERE `server_script` IS NULL OR `server_script` = ''"
    )
    return {name: Event(method, frequency, cron or None) for name, method, frequency, cron in rows}


def _add(event: Event, stale: dict[str, Event]) -> None:
    """A new record, or the one of the same method whose rhythm is gone."""
    old = next((name for name, each in stale.items() if each.method == event.method), None)
    if old is None:
        doc = get_doc({"doctype": TYPE, "method": event.method, **_rhythm(event)})
    else:
        stale.pop(old)
        doc = get_doc(TYPE, old).update(_rhythm(event))
    doc.flags.ignore_permissions = True  # as the apps ship it, whoever installs them
    doc.save()


def _rhythm(event: Event) -> dict[str, Any]:
    return {"frequency": event.frequency, "cron_format": event.cron_format}
