"""Background jobs and workers as records: what a System Manager sees of them and may do, and that nobody else does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from threading import Thread
from types import ModuleType
from typing import Any

import frappe
import pytest
from frappe.core.doctype.rq_job import rq_job
from frappe.desk import reportview
from ristretto.context import Context, Site
from ristretto.db.connect import connected
from ristretto.jobs import liveness, outbox, registry
from ristretto.jobs.worker import run_next

NAME = "frappe.tests.rq_records_support"


def work(text: str) -> None:
    frappe.get_doc({"doctype": "ToDo", "description": text}).insert()


def fail(text: str) -> None:
    raise KeyError(text)


@pytest.fixture(autouse=True)
def support(monkeypatch: pytest.MonkeyPatch) -> None:
    """These functions at a dotted path of an installed app."""
    module = ModuleType(NAME)
    module.work, module.fail = work, fail  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, NAME, module)


@pytest.fixture
def busy(fresh_site: Site) -> Site:
    """One job done, one failed, one that waits."""
    with connected(fresh_site) as context:
        for number, name in enumerate(("work", "fail")):
            frappe.enqueue(f"{NAME}.{name}", text=name, job_id=name, at_front=not number)
        context.db.commit()
    assert run_next(fresh_site)
    assert run_next(fresh_site)
    with connected(fresh_site) as context:
        frappe.enqueue(f"{NAME}.work", queue="long", text="later", job_id="later")
        context.db.commit()
    return fresh_site


def listed(**arguments: Any) -> dict[str, str]:
    rows = frappe.get_list("RQ Job", **arguments)
    return {row.name.partition("::")[2]: row.status for row in rows}


def test_jobs_are_listed_with_what_became_of_them(busy: Site) -> None:
    """The newest first, filtered as any list, counted as it is listed."""
    with connected(busy):
        everything = listed()
        assert everything == {"later": "queued", "fail": "failed", "work": "finished"}
        assert next(iter(everything)) == "later"
        assert list(listed(order_by="modified asc"))[-1] == "later"
        assert listed(filters={"status": "failed"}) == {"fail": "failed"}
        assert listed(filters=[["RQ Job", "queue", "in", ["long"]]]) == {"later": "queued"}
        assert listed(filters={"job_name": ["like", "%work%"]}).keys() == {"later", "work"}
        assert listed(limit_start=1, limit_page_length=1) == {"fail": "failed"}
        frappe.local.form_dict = frappe._dict(doctype="RQ Job", filters='{"status": "failed"}')
        assert reportview.get_count() == 1


def test_a_job_is_read_with_its_trace(busy: Site) -> None:
    """By stock's name, and by the id alone; what does not exist is not found."""
    with connected(busy) as context:
        doc = frappe.get_doc("RQ Job", f"{context.site.name}::fail")
        assert doc.status == "failed"
        assert doc.exc_info.strip().endswith("KeyError: 'fail'")
        assert '"text": "fail"' in doc.arguments
        assert doc.time_taken >= 0
        assert frappe.get_doc("RQ Job", "work").job_name == f"{NAME}.work"
        with pytest.raises(frappe.DoesNotExistError):
            frappe.get_doc("RQ Job", "nothing")


def test_a_failed_job_runs_again(busy: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all its tries, as its user; one that has not ended is refused."""
    monkeypatch.setattr(sys.modules[NAME], "fail", work)
    with connected(busy) as context:
        rq_job.retry_job("fail")
        context.db.commit()
        assert listed()["fail"] == "queued"
        with pytest.raises(frappe.ValidationError, match="not ended"):
            rq_job.retry_job("fail")
        with pytest.raises(frappe.DoesNotExistError):
            rq_job.retry_job("nothing")
    while run_next(busy):
        continue
    with connected(busy):
        assert listed()["fail"] == "finished"


def test_jobs_are_removed(busy: Site) -> None:
    """One by one or all that failed, never one that runs."""
    with connected(busy) as context:
        assert outbox.claim() is not None
        with pytest.raises(frappe.ValidationError, match="stop it first"):
            rq_job.remove_job("later")
        rq_job.remove_failed_jobs()
        frappe.delete_doc("RQ Job", "work")
        context.db.commit()
        assert listed() == {"later": "started"}


def test_a_stopped_job_leaves_nothing(busy: Site) -> None:
    """What waits is not done; what runs hears of it and cannot commit; what has ended says so."""
    with connected(busy) as context:
        job = outbox.claim()
        assert job is not None
        rq_job.stop_job(job.id)
        context.db.commit()
        assert liveness.is_asked_to_stop(busy, liveness.own_mark(busy), job.id)
        with pytest.raises(outbox.JobLost):
            outbox.finish(job)
        context.db.rollback()
        assert listed()["later"] == "canceled"
        rq_job.stop_job(job.id)
        assert "neither waits nor runs" in context.message_log[-1].message
    assert not run_next(busy)


def test_a_job_is_stopped_in_its_middle(fresh_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the note beside its worker, long before its time is over, without a row in Error Log."""

    def endless(text: str) -> None:
        work(text)  # from here on it holds the write lock
        Thread(target=stop, daemon=True).start()
        while True:
            pass

    def stop() -> None:
        with connected(fresh_site):
            registry.stop("endless")

    monkeypatch.setattr(sys.modules[NAME], "work", endless)
    with connected(fresh_site) as context:
        frappe.enqueue(f"{NAME}.work", text="x", job_id="endless", timeout=60)
        context.db.commit()
    assert run_next(fresh_site)
    with connected(fresh_site):
        assert listed() == {"endless": "canceled"}
        assert frappe.get_all("ToDo") == frappe.get_all("Error Log") == []


def test_others_are_refused(busy: Site, make_user: Callable[..., str]) -> None:
    """Lists, records, counts and every act; a System Manager may."""
    with connected(busy) as context:
        clerk, manager = make_user("Desk User"), make_user("System Manager")
        context.set_user(clerk)
        acts: list[Callable[[], Any]] = [
            lambda: frappe.get_list("RQ Job"),
            lambda: frappe.get_list("RQ Worker"),
            lambda: frappe.get_doc("RQ Job", "work"),
            lambda: rq_job.stop_job("later"),
            lambda: rq_job.retry_job("fail"),
            lambda: rq_job.remove_job("fail"),
            rq_job.remove_failed_jobs,
        ]
        for act in acts:
            with pytest.raises(frappe.PermissionError):
                act()
        frappe.local.form_dict = frappe._dict(doctype="RQ Job")
        with pytest.raises(frappe.PermissionError):
            reportview.get_count()
        context.set_user(manager)
        assert len(listed()) == 3
        rq_job.remove_job("fail")
        assert len(listed()) == 2


def test_a_worker_is_a_record(busy: Site) -> None:
    """What it did and what it does now; it is gone when it has ended."""
    with connected(busy):
        [worker] = frappe.get_list("RQ Worker")
        assert (worker.successful_job_count, worker.failed_job_count) == (1, 1)
        assert (worker.status, worker.current_job_id) == ("idle", None)
        assert frappe.get_doc("RQ Worker", worker.name).pid == worker.pid
        with pytest.raises(frappe.DoesNotExistError):
            frappe.get_doc("RQ Worker", "nobody")


def test_what_ended_long_ago_is_forgotten(busy: Site) -> None:
    """Finished jobs after ten minutes, failed ones after a week or beyond a thousand; what waits stays."""
    with connected(busy) as context:
        assert registry.forget_old() == 0
        context.db.execute("UPDATE `ristretto_job` SET `ended` = `ended` - 700")
        context.db.commit()
        assert registry.forget_old() == 1
        assert listed() == {"later": "queued", "fail": "failed"}
        context.conf.rq_failed_jobs_limit = 0.5
        assert registry.forget_old() == 1
        assert listed() == {"later": "queued"}


def test_nobody_writes_a_job(ctx: Context) -> None:
    """An inserted record queues nothing."""
    frappe.get_doc({"doctype": "RQ Job", "job_id": "x", "job_name": "os.system"}).insert()
    assert listed() == {}
