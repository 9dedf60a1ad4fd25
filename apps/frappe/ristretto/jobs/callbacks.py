"""Decides what is told of a job that ended: `on_success` after its commit, `on_failure` after its rollback.

Both are called as RQ calls them, in the worker and as the job's user: (job, connection, result) and (job, connection,
type, value, traceback); there is no Redis, so `connection` is None. A failure that is tried again is not told. What a
callback writes is committed when it returns; what it raises is kept, and changes nothing about the job.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ristretto.context import Context
from ristretto.context.dotted import get_attr
from ristretto.db.deadline import Limit
from ristretto.errors import JobTimeoutError
from ristretto.jobs.job_table import Job

SECONDS = 60.0
Keep = Callable[[str], None]


def tell_success(context: Context, job: Job, result: Any, **how: Any) -> None:
    if job.on_success:
        _tell(context, job, job.on_success, (result,), **how)


def tell_failure(context: Context, job: Job, error: BaseException, **how: Any) -> None:
    if job.on_failure:
        facts = (type(error), error, error.__traceback__)
        _tell(context, job, job.on_failure, facts, **how)


def _tell(
    context: Context,
    job: Job,
    path: str,
    facts: tuple[Any, ...],
    *,
    keep: Keep,
    last_resort: Callable[[], Any] | None,
) -> None:
    context.set_user(job.user)
    try:
        with Limit(context.db, SECONDS, raises=JobTimeoutError, last_resort=last_resort):
            get_attr(path)(job, None, *facts)
            context.db.commit()
    except Exception:  # the edge of a worker: whatever a callback raises is kept, not lost
        context.db.rollback()
        keep(path)
