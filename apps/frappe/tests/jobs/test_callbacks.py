"""Whoever asked to hear how a job ended hears it once, after the commit or the rollback, as RQ tells it."""

from __future__ import annotations

import sys
from types import ModuleType, TracebackType
from typing import Any

import frappe
import pytest
from job_backends import RunNext
from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.errors import RetryBackgroundJobError, ValidationError
from ristretto.jobs import outbox
from ristretto.jobs.job_table import MAX_ATTEMPTS
from ristretto.jobs.outbox import enqueue, enqueue_doc

NAME = "frappe.tests.test_callbacks_support"


def note(text: str) -> None:
    frappe.get_doc({"doctype": "ToDo", "description": text}).insert(
        ignore_permissions=True  # the test's own record
    )


def work(text: str) -> str:
    note(text)
    return f"{text} is done"


def break_down(text: str) -> None:
    note(text)
    raise KeyError(text)


def try_again(text: str) -> None:
    raise RetryBackgroundJobError(text)


def succeeded(job: Any, connection: Any, result: Any) -> None:
    note(f"{frappe.session.user} {job.kwargs['kwargs']['text']} {connection}: {result}")


def failed(
    job: Any, connection: Any, kind: type, value: BaseException, trace: TracebackType
) -> None:
    note(f"{frappe.session.user} {job.id} {connection}: {kind.__name__} {value}, {bool(trace)}")


def breaks(*_facts: Any) -> None:
    note("half")
    raise RuntimeError("the callback broke")


@pytest.fixture(autouse=True)
def support(monkeypatch: pytest.MonkeyPatch) -> None:
    """These functions at a dotted path of an installed app, where workers look."""
    module = ModuleType(NAME)
    for function in (work, break_down, try_again, succeeded, failed, breaks):
        monkeypatch.setattr(function, "__module__", NAME)
        setattr(module, function.__name__, function)
    monkeypatch.setitem(sys.modules, NAME, module)


def queue(site: Site, *arguments: Any, **options: Any) -> None:
    with connected(site) as context:
        enqueue(*arguments, **options)
        context.db.commit()


def todos(site: Site) -> list[str]:
    with connected(site) as context:
        rows = context.db.execute("SELECT `description` FROM `tabToDo` ORDER BY `creation`")
        return [row[0] for row in rows]


def test_success_is_told_after_the_commit(fresh_site: Site, run_next: RunNext) -> None:
    """With the result, as the job's user; failure is not told, and what the callback writes is kept."""
    queue(fresh_site, work, text="x", on_success=succeeded, on_failure=failed)
    assert run_next(fresh_site)
    assert todos(fresh_site) == ["x", "Administrator x None: x is done"]


def test_failure_is_told_after_the_rollback(fresh_site: Site, run_next: RunNext) -> None:
    """With type, value and trace, by a dotted name too; the job's own rows are gone."""
    told = f"{NAME}.failed"
    queue(fresh_site, break_down, text="x", job_id="j", on_success=succeeded, on_failure=told)
    assert run_next(fresh_site)
    assert todos(fresh_site) == ["Administrator j None: KeyError 'x', True"]


def test_a_failure_that_is_tried_again_is_told_at_its_end(
    fresh_site: Site, run_next: RunNext
) -> None:
    """RetryBackgroundJobError: five tries, one call."""
    queue(fresh_site, try_again, text="x", job_id="j", on_failure=failed)
    for number in range(MAX_ATTEMPTS):
        assert todos(fresh_site) == [], number
        with connected(fresh_site) as context:
            context.db.execute("UPDATE `ristretto_job` SET `lease` = 0")
            context.db.commit()
        assert run_next(fresh_site)
    assert not run_next(fresh_site)
    assert todos(fresh_site) == ["Administrator j None: RetryBackgroundJobError x, True"]


def test_a_job_that_ends_its_workers_is_told(fresh_site: Site, run_next: RunNext) -> None:
    """Five workers died of it: the sixth tells, and does not try."""
    queue(fresh_site, work, text="deadly", job_id="j", on_failure=failed)
    for _ in range(MAX_ATTEMPTS):
        with connected(fresh_site):
            assert outbox.claim() is not None  # the same worker asks again: it cannot be running it
    assert run_next(fresh_site)
    assert not run_next(fresh_site)
    [told] = todos(fresh_site)
    assert told.startswith("Administrator j None: JobGivenUp")
    with connected(fresh_site) as context:
        assert context.db.execute("SELECT `status` FROM `ristretto_job`") == [("failed",)]


@pytest.mark.parametrize(("function", "kept"), [(work, ["x"]), (break_down, [])])
def test_a_callback_that_breaks_changes_nothing(
    fresh_site: Site, function: Any, kept: list[str], run_next: RunNext
) -> None:
    """What it wrote is rolled back, its trace kept; the job stays as it ended, and its worker goes on."""
    queue(fresh_site, function, text="x", on_success=breaks, on_failure=breaks)
    assert run_next(fresh_site)
    assert not run_next(fresh_site)
    assert todos(fresh_site) == kept
    with connected(fresh_site) as context:
        traces = [row[0] for row in context.db.execute("SELECT `error` FROM `tabError Log`")]
    assert any("the callback broke" in each for each in traces)


def test_a_function_without_a_name_is_refused(fresh_site: Site, run_next: RunNext) -> None:
    """A worker could not find it again; nothing is queued."""
    with connected(fresh_site), pytest.raises(ValidationError, match="cannot be queued"):
        enqueue(work, text="x", on_success=lambda *_facts: None)
    assert not run_next(fresh_site)


def test_a_method_of_a_document_runs_later(fresh_site: Site, run_next: RunNext) -> None:
    """`enqueue_doc` gives the worker a name that it may call."""
    with connected(fresh_site) as context:
        doc = frappe.get_doc({"doctype": "ToDo", "description": "before"}).insert()
        enqueue_doc("ToDo", doc.name, "db_set", fieldname="description", value="after")
        context.db.commit()
    assert run_next(fresh_site)
    assert todos(fresh_site) == ["after"]
