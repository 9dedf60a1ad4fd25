"""Scheduled work as records: which there are, when the clock takes them, what their logs say."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any

import frappe
import pytest
from frappe.core.doctype.scheduled_job_type.scheduled_job_type import execute_event, sync_jobs
from job_backends import RunNext
from ristretto.context import Context, Site
from ristretto.db.connect import connected
from ristretto.document import clock
from ristretto.jobs import outbox, scheduler

NAME = "frappe.tests.scheduler_support"
TYPE = "Scheduled Job Type"


def work() -> None:
    frappe.get_doc({"doctype": "ToDo", "description": frappe.session.user}).insert()


def fail() -> None:
    work()
    raise KeyError("scheduled")


@pytest.fixture(autouse=True)
def support(monkeypatch: pytest.MonkeyPatch) -> None:
    """These functions at a dotted path of an installed app."""
    module = ModuleType(NAME)
    module.work, module.fail = work, fail  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, NAME, module)


def only(**events: Any) -> None:
    """The site has these events and no others."""
    sync_jobs(events)
    frappe.db.commit()


def names() -> list[str]:
    return frappe.get_all(TYPE, pluck="name", order_by="name asc")


def later(**span: int) -> datetime:
    return clock.now() + timedelta(**span)


def logs() -> list[tuple[str, str | None]]:
    rows = frappe.get_all("Scheduled Job Log", ["status", "details"], order_by="creation asc")
    return [(row.status, row.details) for row in rows]


def test_a_new_site_has_the_events_of_its_apps(ctx: Context) -> None:
    """Synced when it is made, under the last two words of the path; a second sync changes nothing."""
    methods = frappe.get_all(TYPE, ["name", "method", "frequency", "create_log"])
    assert (
        frappe._dict(
            name="queue.flush", method="frappe.email.queue.flush", frequency="All", create_log=0
        )
        in methods
    )
    assert all(row.create_log for row in methods if row.frequency != "All")
    sync_jobs()
    assert frappe.get_all(TYPE, ["name", "method", "frequency", "create_log"]) == methods


def test_a_sync_keeps_what_was_set_and_drops_what_is_gone(ctx: Context) -> None:
    """Another rhythm changes the record; a method in two rhythms has two; a script's own record stays."""
    only(daily=["a.b.c", "a.b.gone"], weekly=["a.b.c"])
    assert names() == ["b.c", "b.c: Weekly", "b.gone"]
    frappe.db.set_value(TYPE, "b.c", "stopped", 1)
    only(hourly=["a.b.c"], weekly=["a.b.c"])
    assert names() == ["b.c", "b.c: Weekly"]
    assert frappe.db.get_value(TYPE, "b.c", ["frequency", "stopped"]) == ("Hourly", 1)


@pytest.mark.parametrize(
    ("cron", "sentence"), [(None, "is required"), ("often", "not a readable cron format")]
)
def test_an_unreadable_rhythm_is_refused(ctx: Context, cron: str | None, sentence: str) -> None:
    """Before anything is stored."""
    values = {"doctype": TYPE, "method": "a.b.c", "frequency": "Cron", "cron_format": cron}
    with pytest.raises(frappe.ValidationError, match=sentence):
        frappe.get_doc(values).insert()


def test_the_clock_queues_each_turn_once(fresh_site: Site, run_next: RunNext) -> None:
    """A new event begins its rhythm; its turn makes one job, however often clocks look, until it has run."""
    with connected(fresh_site):
        only(hourly=[f"{NAME}.work"])
        assert scheduler.tick() == 0
        assert [scheduler.tick(later(hours=1)) for _clock in range(3)] == [1, 0, 0]
    assert run_next(fresh_site)
    with connected(fresh_site):
        assert scheduler.tick(later(minutes=0)) == 0
        assert scheduler.tick(later(hours=1)) == 1
        assert frappe.get_all("ToDo", pluck="description") == ["Administrator"]
        assert logs() == [("Complete", None)]


def test_a_failure_is_logged_with_its_trace(fresh_site: Site, run_next: RunNext) -> None:
    """What it wrote is gone, its turn is over, the job has failed."""
    with connected(fresh_site):
        only(hourly=[f"{NAME}.fail"])
        assert scheduler.tick(later(hours=1)) == 1
    assert run_next(fresh_site)
    with connected(fresh_site):
        [(status, details)] = logs()
        assert status == "Failed"
        assert "KeyError: 'scheduled'" in details
        assert frappe.get_all("ToDo") == []
        assert scheduler.tick() == 0
        assert not outbox.is_waiting("scheduled_job::scheduler_support.fail")


def test_a_turn_whose_worker_died_runs_again(fresh_site: Site, run_next: RunNext) -> None:
    """Once more, not a second turn; the log of the first says that it never ended."""
    with connected(fresh_site) as context:
        only(hourly=[f"{NAME}.work"])
        assert scheduler.tick(later(hours=1)) == 1
        job = outbox.claim()  # and now this worker is gone, in the middle of its work
        assert job is not None
        doc = frappe.get_doc(TYPE, "scheduler_support.work")
        doc.db_set("last_execution", clock.now())
        left = {"doctype": "Scheduled Job Log", "scheduled_job_type": doc.name}
        frappe.get_doc({**left, "status": "Scheduled"}).insert()
        context.db.commit()
        assert scheduler.tick(later(hours=1)) == 0
    assert run_next(fresh_site)
    with connected(fresh_site):
        assert [status for status, _details in logs()] == ["Failed", "Complete"]
        assert "ended in the middle" in str(logs()[0][1])
        assert len(frappe.get_all("ToDo")) == 1


def test_what_is_stopped_or_unreadable_is_not_queued(fresh_site: Site) -> None:
    """One stopped, one with a broken line: the third runs."""
    with connected(fresh_site) as context:
        only(daily=["a.b.stopped", "a.b.broken", f"{NAME}.work"])
        frappe.db.set_value(TYPE, "b.stopped", "stopped", 1)
        frappe.db.set_value(TYPE, "b.broken", "cron_format", "often")
        context.db.commit()
        assert scheduler.tick(later(days=2)) == 1
        assert frappe.get_doc(TYPE, "b.broken").next_execution is None


def test_a_paused_site_has_no_clock(fresh_site: Site) -> None:
    """Maintenance and the operator's pause stop scheduled work."""
    fresh_site.save_conf(pause_scheduler=1)
    with connected(fresh_site):
        assert scheduler.is_paused()
        assert scheduler.tick(later(days=400)) == 0


def test_an_administrator_runs_one_now(
    fresh_site: Site, make_user: Callable[..., str], run_next: RunNext
) -> None:
    """Whatever its rhythm says, as Administrator; others are refused."""
    with connected(fresh_site) as context:
        only(yearly=[f"{NAME}.work"])
        doc = json.dumps({"name": "scheduler_support.work"})
        manager, clerk = make_user("System Manager"), make_user("Desk User")
        context.set_user(clerk)
        with pytest.raises(frappe.PermissionError):
            execute_event(doc)
        assert not frappe.has_permission(TYPE, "read")
        context.set_user(manager)
        assert execute_event(doc) == {"name": "scheduler_support.work"}
        context.db.commit()
    assert run_next(fresh_site)
    with connected(fresh_site):
        assert frappe.get_all("ToDo", pluck="description") == ["Administrator"]


def test_a_turn_by_hand_swallows_and_logs(fresh_site: Site) -> None:
    """`execute` of the record, as apps call it."""
    with connected(fresh_site):
        only(daily=[f"{NAME}.fail", f"{NAME}.work"])
        for name in ("fail", "work"):
            frappe.get_doc(TYPE, f"scheduler_support.{name}").execute()
        assert [status for status, _details in logs()] == ["Failed", "Complete"]
        frappe.delete_doc(TYPE, "scheduler_support.fail")
        assert [status for status, _details in logs()] == ["Complete"]
