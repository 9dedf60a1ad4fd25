"""Decides how a claimed job runs: its own connection, the user who asked, all or nothing, errors kept."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

from ristretto.context import Context, Site
from ristretto.context.dotted import get_attr
from ristretto.context.signatures import keywords_of
from ristretto.db.connect import connected
from ristretto.db.deadline import Limit
from ristretto.document import get_doc
from ristretto.errors import (
    DatabaseUnavailable,
    JobTimeoutError,
    QueryDeadlockError,
    RetryBackgroundJobError,
)
from ristretto.flow import refusals
from ristretto.jobs import callbacks, liveness, outbox
from ristretto.jobs.job_table import MAX_ATTEMPTS, Job

POLL_SECONDS = 1.0
AGAIN = (DatabaseUnavailable, QueryDeadlockError, RetryBackgroundJobError)  # another try can help
log = logging.getLogger("ristretto.jobs")


def run_next(
    site: Site,
    queues: tuple[str, ...] = (),
    *,
    last_resort: Callable[[], Any] | None = None,
) -> bool:
    """Run one job; False when none was waiting. `last_resort` ends what does not stop at its time limit."""
    return _claim_and_run(site, last_resort, queues=queues)


def run_row(site: Site, identifier: str, last_resort: Callable[[], Any] | None = None) -> bool:
    """Run this job; False when it is done, or in somebody's hands, or not due yet."""
    return _claim_and_run(site, last_resort, identifier=identifier)


def _claim_and_run(site: Site, last_resort: Callable[[], Any] | None, **which: Any) -> bool:
    with connected(site):
        job = outbox.claim(**which)
    if job is None:
        return False
    liveness.note(site, job.id)
    began, done = time.monotonic(), False
    try:
        with connected(site, job.user) as context:
            done = _run(context, job, last_resort)
            if refusals.write():  # rows about refused steps outlive the rollback of the job
                context.db.commit()
    finally:
        liveness.note(site, None, worked=time.monotonic() - began, failed=not done)
    return True


def _run(context: Context, job: Job, last_resort: Callable[[], Any] | None) -> bool:
    """Whether it was done."""
    context.job = job  # type: ignore[attr-defined]
    how: dict[str, Any] = {"keep": lambda name: _log(context, name), "last_resort": last_resort}
    try:
        result = _call_in_time(context, job, last_resort)
    except outbox.JobLost:
        context.db.rollback()
        log.warning("job %s was stopped or done by another worker", job.id)
    except Exception as error:  # the edge of a worker: whatever a job raises is kept, not lost
        context.db.rollback()
        if _is_stopped(context, job):
            outbox.cancel(job)
            context.db.commit()
        elif _keep_failure(context, job, retry=isinstance(error, AGAIN)):
            callbacks.tell_failure(context, job, error, **how)
    else:
        callbacks.tell_success(context, job, result, **how)
        return True
    return False


def _call_in_time(context: Context, job: Job, last_resort: Callable[[], Any] | None) -> Any:
    how: dict[str, Any] = {"raises": JobTimeoutError, "last_resort": last_resort}
    how["is_abandoned"] = partial(_is_stopped, context, job, liveness.own_mark(context.site))
    with Limit(context.db, job.timeout, **how) as limit:
        try:
            return _call(context, job)
        except Exception as error:
            if limit.is_passed:
                raise JobTimeoutError(f"stopped after {job.timeout} seconds") from error
            raise


def _is_stopped(context: Context, job: Job, mark: str | None = None) -> bool:
    """`mark` where another thread asks."""
    site = context.site
    return liveness.is_asked_to_stop(site, mark or liveness.own_mark(site), job.id)


def _call(context: Context, job: Job) -> Any:
    if job.was_given_up:
        raise outbox.JobGivenUp(f"its worker ended in the middle of it, {MAX_ATTEMPTS} times")
    arguments = job.arguments
    result = None
    _tell_hooks(context, "before_job", job, transaction_type="job")
    try:
        result = get_attr(job.method)(**arguments)
    finally:
        _tell_hooks(context, "after_job", job, result=result)
    outbox.finish(job)
    context.db.commit()
    return result


def _tell_hooks(context: Context, hook: str, job: Job, **more: Any) -> None:
    """Each function gets those of the arguments that it has names for."""
    given = {"method": job.method, "kwargs": job.arguments, **more}
    for path in context.site.get_hooks(hook):
        function = get_attr(path)
        names = keywords_of(function)
        function(**{name: given[name] for name in given if names is None or name in names})


def _keep_failure(context: Context, job: Job, *, retry: bool) -> bool:
    """In an except block: the trace in the job and in the log. True when the job has failed for good."""
    is_over = outbox.fail(job, traceback.format_exc(), retry=retry)
    if is_over is None:  # stopped by somebody: no failure of its own
        context.db.rollback()
        log.warning("job %s was stopped or given to another worker", job.id)
        return False
    _log(context, job.method)
    return is_over


def _log(context: Context, name: str) -> None:
    """In an except block: a row of the system's own log, in a transaction of its own."""
    context.set_user("Administrator")
    trace = traceback.format_exc()
    row = get_doc(
        {"doctype": "Error Log", "method": f"Background job: {name}"[:140], "error": trace}
    )
    row.insert(ignore_permissions=True)  # the system's own log
    context.db.commit()


def wait_for(site: Site, seconds: float = 10.0) -> None:
    """Let tests run what is queued, here and now."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and run_next(site):
        continue
