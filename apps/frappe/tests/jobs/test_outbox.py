"""Background work: it commits with the document, runs once as its user, and its failure is kept."""

from __future__ import annotations

from datetime import date, datetime

import frappe
import pytest
from ristretto.context import Context, Site
from ristretto.db.connect import connected
from ristretto.errors import ValidationError
from ristretto.jobs import outbox, scheduler
from ristretto.jobs.outbox import enqueue
from ristretto.jobs.worker import run_next

ADD = "frappe.tests.test_jobs_support.add_todo"


@pytest.fixture(autouse=True)
def support(monkeypatch: pytest.MonkeyPatch) -> None:
    """Functions that jobs can name, at a dotted path of an installed app."""
    import sys
    from types import ModuleType

    module = ModuleType("frappe.tests.test_jobs_support")

    def add_todo(text: str, fail: bool = False) -> None:
        frappe.get_doc({"doctype": "ToDo", "description": f"{frappe.session.user}: {text}"}).insert(
            ignore_permissions=True  # the test's own record
        )
        if fail:
            raise KeyError("job")

    module.add_todo = add_todo  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "frappe.tests.test_jobs_support", module)


def _todos(site: Site) -> list[str]:
    with connected(site) as context:
        return [
            row[0]
            for row in context.db.execute("SELECT description FROM tabToDo ORDER BY creation")
        ]


def test_a_job_commits_with_its_transaction(fresh_site: Site) -> None:
    """Rolled back work is never done; committed work is done once, as the user who asked."""
    with connected(fresh_site) as context:
        enqueue(ADD, text="lost")
        context.db.rollback()
        enqueue(ADD, text="kept")
        context.db.commit()

    assert run_next(fresh_site)
    assert not run_next(fresh_site)
    assert _todos(fresh_site) == ["Administrator: kept"]


def test_a_failed_job_leaves_nothing_but_its_trace(fresh_site: Site) -> None:
    """What it wrote is rolled back; the error is in Error Log."""
    with connected(fresh_site) as context:
        enqueue(ADD, text="half", fail=True)
        context.db.commit()

    assert run_next(fresh_site)

    assert _todos(fresh_site) == []
    with connected(fresh_site) as context:
        assert context.db.execute("SELECT status FROM ristretto_job") == [("failed",)]
        assert "KeyError" in context.db.execute("SELECT error FROM `tabError Log`")[0][0]


def test_a_dead_workers_job_is_taken_again(
    fresh_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lease that ran out makes the job free; one that did not keeps it."""
    with connected(fresh_site) as context:
        enqueue(ADD, text="again", timeout=60)
        context.db.commit()
        assert outbox.claim() is not None
        assert outbox.claim() is None
        context.db.execute("UPDATE ristretto_job SET lease = 1")
        context.db.commit()

        taken = outbox.claim()

    assert taken is not None
    assert taken.attempts == 2


def test_same_job_id_is_queued_once(ctx: Context) -> None:
    """deduplicate needs a name, and skips what waits already."""
    with pytest.raises(ValidationError, match="job_id"):
        enqueue(ADD, deduplicate=True, text="x")

    assert enqueue(ADD, job_id="one", deduplicate=True, text="x") == "one"
    assert enqueue(ADD, job_id="one", deduplicate=True, text="x") is None


def test_now_runs_at_once_and_answers(ctx: Context) -> None:
    """`now` is a plain call in the same transaction."""
    assert enqueue("frappe.utils.cint", now=True, s="7") == 7


def test_arguments_keep_their_kind(ctx: Context) -> None:
    """Dates come back as dates; what cannot travel is refused."""
    values = {"a": date(2026, 1, 2), "b": datetime(2026, 1, 2, 3, 4), "c": [1, "ă"], "d": None}

    assert outbox.unpack(outbox.pack(values)) == values
    with pytest.raises(ValidationError, match="cannot travel"):
        outbox.pack({"a": object()})
    with pytest.raises(ValidationError, match="cannot be queued"):
        outbox.dotted(lambda: None)


def test_the_clock_queues_each_turn_once(fresh_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """First seen: the rhythm starts; at the next turn one job, not two."""
    events = {"hourly": [ADD], "cron": {"*/5 * * * *": [f"{ADD}_2"]}, "unknown": ["x"]}
    monkeypatch.setattr(Site, "get_hooks", lambda self, name=None, default=None, app=None: events)
    with connected(fresh_site):
        assert scheduler.tick(datetime(2026, 1, 1, 8, 59)) == 0
        assert scheduler.tick(datetime(2026, 1, 1, 9, 0)) == 2
        assert scheduler.tick(datetime(2026, 1, 1, 9, 1)) == 0


def test_a_paused_site_has_no_clock(fresh_site: Site) -> None:
    """Maintenance and the operator's pause stop scheduled work."""
    fresh_site.save_conf(pause_scheduler=1)
    with connected(fresh_site):
        assert scheduler.is_paused()
        assert scheduler.tick() == 0
