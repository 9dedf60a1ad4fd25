"""Decides how a claimed job runs: its own connection, the user who asked, all or nothing, errors kept."""

from __future__ import annotations

import threading
import time
import traceback

from ristretto.context import Context, Site
from ristretto.context.dotted import get_attr
from ristretto.db.connect import connected
from ristretto.document import get_doc
from ristretto.errors import DatabaseUnavailable
from ristretto.jobs import outbox

POLL_SECONDS = 1.0


def run_next(site: Site, queues: tuple[str, ...] = ()) -> bool:
    """Run one job; False when none was waiting."""
    with connected(site) as context:
        job = outbox.claim(queues)
    if job is None:
        return False
    with connected(site, job.user) as context:
        _run(context, job)
    return True


def _run(context: Context, job: outbox.Job) -> None:
    context.job = job  # type: ignore[attr-defined]
    try:
        for path in context.site.get_hooks("before_job"):
            get_attr(path)(method=job.method, kwargs=job.arguments, transaction_type="job")
        result = get_attr(job.method)(**job.arguments)
        for path in context.site.get_hooks("after_job"):
            get_attr(path)(method=job.method, kwargs=job.arguments, result=result)
        outbox.finish(job)
        context.db.commit()
    except Exception as error:  # the edge of a worker: whatever a job raises is kept, not lost
        context.db.rollback()
        _keep_failure(
            context, job, traceback.format_exc(), retry=isinstance(error, DatabaseUnavailable)
        )


def _keep_failure(context: Context, job: outbox.Job, trace: str, *, retry: bool) -> None:
    context.set_user("Administrator")
    outbox.fail(job, trace, retry=retry)
    row = get_doc(
        {"doctype": "Error Log", "method": f"Background job: {job.method}"[:140], "error": trace}
    )
    row.insert(ignore_permissions=True)  # the system's own log
    context.db.commit()


def work(
    site: Site, stop: threading.Event, queues: tuple[str, ...] = (), *, burst: bool = False
) -> int:
    """Run jobs until told to stop, or with `burst` until none is left; returns how many ran."""
    done = 0
    while not stop.is_set():
        if run_next(site, queues):
            done += 1
        elif burst:
            break
        else:
            stop.wait(POLL_SECONDS)
    return done


def wait_for(site: Site, seconds: float = 10.0) -> None:
    """Let tests run what is queued, here and now."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and run_next(site):
        continue
