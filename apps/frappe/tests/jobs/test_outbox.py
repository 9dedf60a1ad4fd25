"""Background work: it commits with the document, runs once as its user, and its failure is kept."""

from __future__ import annotations

import time
from datetime import date, datetime
from threading import Event, Thread

import frappe
import pytest
from job_backends import RunNext
from ristretto.context import Context, Site
from ristretto.db import tables
from ristretto.db.connect import connected
from ristretto.errors import ValidationError
from ristretto.jobs import job_table, outbox, service
from ristretto.jobs.outbox import enqueue

ADD = "frappe.tests.test_jobs_support.add_todo"
SPIN = "frappe.tests.test_jobs_support.spin"


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

    def spin(text: str) -> None:
        add_todo(text)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            pass

    module.add_todo = add_todo  # type: ignore[attr-defined]
    module.spin = spin  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "frappe.tests.test_jobs_support", module)


def _todos(site: Site) -> list[str]:
    with connected(site) as context:
        return [
            row[0]
            for row in context.db.execute("SELECT description FROM tabToDo ORDER BY creation")
        ]


def test_no_job_runs_in_maintenance(fresh_site: Site) -> None:
    """What waits is done once the site is open again."""
    with connected(fresh_site) as context:
        enqueue(ADD, text="later")
        context.db.commit()
    fresh_site.save_conf(maintenance_mode=1)
    service.work_forever([fresh_site], Event(), burst=True)
    assert _todos(fresh_site) == []
    fresh_site.save_conf(maintenance_mode=0)
    service.work_forever([fresh_site], Event(), burst=True)

    assert _todos(fresh_site) == ["Administrator: later"]


def test_a_job_commits_with_its_transaction(fresh_site: Site, run_next: RunNext) -> None:
    """Rolled back work is never done; committed work is done once, as the user who asked."""
    with connected(fresh_site) as context:
        enqueue(ADD, text="lost")
        context.db.rollback()
        enqueue(ADD, text="kept")
        context.db.commit()

    assert run_next(fresh_site)
    assert not run_next(fresh_site)
    assert _todos(fresh_site) == ["Administrator: kept"]


def test_a_failed_job_leaves_nothing_but_its_trace(fresh_site: Site, run_next: RunNext) -> None:
    """What it wrote is rolled back; the error is in Error Log."""
    with connected(fresh_site) as context:
        enqueue(ADD, text="half", fail=True)
        context.db.commit()

    assert run_next(fresh_site)

    assert _todos(fresh_site) == []
    with connected(fresh_site) as context:
        assert context.db.execute("SELECT status FROM ristretto_job") == [("failed",)]
        assert "KeyError" in context.db.execute("SELECT error FROM `tabError Log`")[0][0]


def claimed_elsewhere(site: Site) -> job_table.Job | None:
    """A claim by another worker, which lives on."""
    found: list[job_table.Job | None] = []

    def work() -> None:
        with connected(site):
            found.append(outbox.claim())

    thread = Thread(target=work)
    thread.start()
    thread.join()
    return found[0]


def test_a_job_whose_lease_ran_out_is_taken_again(fresh_site: Site) -> None:
    """A lease that ran out makes the job free; one that did not keeps it."""
    with connected(fresh_site) as context:
        enqueue(ADD, text="again", timeout=60)
        context.db.commit()
        assert claimed_elsewhere(fresh_site) is not None
        assert outbox.claim() is None
        context.db.execute("UPDATE ristretto_job SET lease = 1")
        context.db.commit()

        taken = outbox.claim()

    assert taken is not None
    assert taken.attempts == 2


def test_whoever_lost_a_job_cannot_finish_it(fresh_site: Site) -> None:
    """Taken for dead and come back, a worker is refused: of two one commits."""
    with connected(fresh_site) as context:
        enqueue(ADD, text="once")
        context.db.commit()
        lost = claimed_elsewhere(fresh_site)
        context.db.execute("UPDATE ristretto_job SET lease = 1")
        context.db.commit()
        held = outbox.claim()
        assert lost is not None
        assert held is not None
        with pytest.raises(outbox.JobLost):
            outbox.finish(lost)
        outbox.finish(held)
        context.db.commit()
        assert context.db.execute("SELECT status FROM ristretto_job") == [("finished",)]


def test_a_job_that_ends_its_workers_is_given_up(fresh_site: Site) -> None:
    """After five workers it is left as failed, with the reason."""
    with connected(fresh_site) as context:
        enqueue(ADD, text="deadly")
        context.db.commit()
        for _ in range(job_table.MAX_ATTEMPTS):
            assert outbox.claim() is not None  # the same worker asks again: it cannot be running it
        assert outbox.claim() is None
        rows = context.db.execute("SELECT status, error FROM ristretto_job")
    assert rows == [("failed", "its worker ended in the middle of it, 5 times so far")]


def test_a_job_with_unreadable_arguments_fails_alone(fresh_site: Site, run_next: RunNext) -> None:
    """The worker notes it and takes the next."""
    with connected(fresh_site) as context:
        enqueue(ADD, text="broken")
        context.db.execute("UPDATE ristretto_job SET arguments = '{'")
        enqueue(ADD, text="whole")
        context.db.commit()
    assert run_next(fresh_site)
    assert run_next(fresh_site)
    assert _todos(fresh_site) == ["Administrator: whole"]


def test_a_job_over_its_time_is_stopped(fresh_site: Site, run_next: RunNext) -> None:
    """Its changes are rolled back, and the log says why."""
    with connected(fresh_site) as context:
        enqueue(SPIN, text="endless", timeout=1)
        context.db.commit()
    assert run_next(fresh_site)
    assert _todos(fresh_site) == []
    with connected(fresh_site) as context:
        [(status, error)] = context.db.execute("SELECT status, error FROM ristretto_job")
    assert status == "failed"
    assert "JobTimeoutError" in error


def test_a_table_of_the_first_version_gets_its_new_column(
    fresh_site: Site, run_next: RunNext
) -> None:
    """Jobs that were queued before an upgrade are done after it."""
    with connected(fresh_site) as context:
        enqueue(ADD, text="old")
        for column in job_table.LATER:
            context.db.execute(f"ALTER TABLE ristretto_job DROP COLUMN {column}")
        context.db.commit()
    fresh_site.drop_caches()
    assert run_next(fresh_site)
    assert _todos(fresh_site) == ["Administrator: old"]


def test_a_new_order_replaces_one_that_waits(ctx: Context) -> None:
    """The same id twice: the later arguments count, and it runs once."""
    enqueue(ADD, job_id="same", text="first")
    enqueue(ADD, job_id="same", text="second")
    rows = ctx.db.execute("SELECT arguments FROM ristretto_job WHERE id = 'same'")
    assert rows == [('{"text": "second"}',)]


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

    assert job_table.unpack(job_table.pack(values)) == values
    with pytest.raises(ValidationError, match="cannot travel"):
        job_table.pack({"a": object()})
    with pytest.raises(ValidationError, match="cannot be queued"):
        job_table.dotted(lambda: None)


def test_a_site_of_an_older_version_gets_the_column_once(ctx: Context) -> None:
    """The clock and a worker may both find it missing: whoever comes second changes nothing."""
    job_table.make_table()
    ctx.db.execute("ALTER TABLE `ristretto_job` DROP COLUMN `worker`")
    for _time in range(2):
        job_table.add_columns()

    assert "worker" in tables.table_columns("ristretto_job")
