"""Decides what becomes of work that must not hold up a request: a row that commits with the document.

A claimed row names its worker. When that one dies, or its lease runs out, another takes the job; whoever
finishes must still hold it, so that of two only one commits. With Redis the same rows decide, and RQ tells
workers of them (`redis_queue.py`).
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any

from ristretto.context import current
from ristretto.context.dotted import get_attr
from ristretto.context.translate import translate as _
from ristretto.errors import Error, ValidationError
from ristretto.jobs import liveness, redis_queue
from ristretto.jobs.job_table import (
    CANCELED,
    FAILED,
    FINISHED,
    MAX_ATTEMPTS,
    OPEN,
    QUEUED,
    TABLE,
    Job,
    dotted,
    make_table,
    pack,
)

TIMEOUTS = {"short": 300, "default": 300, "long": 1500}
LEASE_MARGIN = 60.0  # seconds beyond the time limit, in which a worker stops its job
RETRY_SECONDS = 5.0  # before the second try; each further pause is twice as long
RUN_DOC_METHOD = (
    "frappe.utils.background_jobs.run_doc_method"  # a name of an app, as workers ask for
)


class JobLost(Error):
    """The job was taken for dead and given to another worker, or somebody stopped it."""


class JobGivenUp(Error):
    """Every worker that took the job ended in the middle of it."""


def enqueue(
    method: str | Callable[..., Any],
    queue: str = "default",
    timeout: int | None = None,
    event: str | None = None,
    is_async: bool = True,
    job_name: str | None = None,
    now: bool = False,
    enqueue_after_commit: bool = False,
    *,
    on_success: Any = None,
    on_failure: Any = None,
    at_front: bool = False,
    job_id: str | None = None,
    deduplicate: bool = False,
    **kwargs: Any,
) -> Any:
    """Run `method` later; with `now` or outside async at once, in this transaction.

    `on_success` and `on_failure` (functions of modules, or their names): jobs/callbacks.py.

    The row belongs to the running transaction: rolled back work is never done, so
    `enqueue_after_commit` changes nothing.
    """
    if deduplicate and not job_id:
        raise ValidationError("deduplicate needs a job_id")
    if now or not kwargs.pop("async", is_async):
        function = get_attr(method) if isinstance(method, str) else method
        return function(**kwargs)
    limits = queue_timeouts()
    if queue not in limits:
        raise ValidationError(_("Queue should be one of {0}").format(", ".join(limits)))
    identifier = job_id or secrets.token_hex(16)
    if deduplicate and is_waiting(identifier):
        return None
    told = tuple(dotted(each) if each else None for each in (on_success, on_failure))
    timeout = timeout or limits[queue]
    _insert(identifier, dotted(method), kwargs, queue, timeout, at_front, told)
    return identifier


def queue_timeouts() -> dict[str, int]:
    """{queue: seconds that a job of it may take}, those of the configuration (`workers`) included."""
    own = current().conf.workers or {}
    return TIMEOUTS | {name: int(more.get("timeout") or 300) for name, more in own.items()}


def enqueue_doc(
    doctype: str,
    name: str | None = None,
    method: str | None = None,
    queue: str = "default",
    timeout: int = 300,
    now: bool = False,
    **kwargs: Any,
) -> Any:
    """Run a method of a document later."""
    return enqueue(
        RUN_DOC_METHOD,
        queue=queue,
        timeout=timeout,
        now=now,
        doctype=doctype,
        name=name,
        doc_method=method,
        **kwargs,
    )


def run_doc_method(doctype: str, name: str, doc_method: str, **kwargs: Any) -> Any:
    from ristretto.document import get_doc

    return getattr(get_doc(doctype, name), doc_method)(**kwargs)


def _insert(
    identifier: str,
    method: str,
    arguments: dict[str, Any],
    queue: str,
    timeout: int,
    at_front: bool,
    told: tuple[str | None, ...],
) -> None:
    db = current().db
    make_table()
    # a new order replaces one that waits; one that runs is left to end
    db.execute(f"DELETE FROM `{TABLE}` WHERE `id` = ? AND `status` <> 'started'", (identifier,))
    if is_waiting(identifier):
        identifier = f"{identifier[:120]}:{secrets.token_hex(8)}"
    db.execute(
        f"INSERT INTO `{TABLE}` (`id`, `queue`, `method`, `arguments`, `user`, `status`, `position`, "
        "`timeout`, `created`, `on_success`, `on_failure`) VALUES (?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?)",
        (
            identifier,
            queue,
            method,
            pack(arguments),
            current().user,
            -1 if at_front else 0,
            timeout,
            time.time(),
            *told,
        ),
    )
    redis_queue.tell_after_commit(redis_queue.Due(identifier, queue, timeout, 0, at_front))


def is_waiting(identifier: str) -> bool:
    """Queued or running."""
    make_table()
    rows = current().db.execute(f"SELECT 1 FROM `{TABLE}` WHERE `id` = ? AND {OPEN}", (identifier,))
    return bool(rows)


def claim(queues: tuple[str, ...] = (), identifier: str | None = None) -> Job | None:
    """Take the next job, or this one, with a lease and commit; None when there is nothing to take."""
    db = current().db
    make_table()
    if not db.execute(f"SELECT 1 FROM `{TABLE}` WHERE {OPEN} LIMIT 1"):
        return None
    db.begin("write")
    free_left_jobs(liveness.own_mark(current().site))
    chosen = f"AND `queue` IN ({', '.join('?' * len(queues))})" if queues else ""
    named = "AND `id` = ?" if identifier else ""
    rows = db.execute(
        "SELECT `id`, `queue`, `method`, `arguments`, `user`, `attempts`, `timeout`, `on_success`, `on_failure` "
        f"FROM `{TABLE}` WHERE `status` = 'queued' AND `lease` <= ? {chosen} {named} "
        "ORDER BY `position`, `created`, `id` LIMIT 1",
        (time.time(), *queues, *([identifier] if identifier else ())),
    )
    if not rows:
        db.commit()
        return None
    taken, queue, method, arguments, user, attempts, timeout, *told = rows[0]
    moment = time.time()
    db.execute(
        f"UPDATE `{TABLE}` SET `status` = 'started', `attempts` = `attempts` + 1, `lease` = ?, "
        "`started` = ?, `ended` = NULL, `worker` = ? WHERE `id` = ?",
        (moment + timeout + LEASE_MARGIN, moment, liveness.own_mark(current().site), taken),
    )
    db.commit()
    return Job(taken, queue, method, arguments, user, attempts + 1, timeout, *told)


def give_back() -> None:
    """Free what dead workers hold, in a transaction of its own; for those who do not claim themselves."""
    db = current().db
    make_table()
    if db.execute(f"SELECT 1 FROM `{TABLE}` WHERE `status` = 'started' LIMIT 1"):
        db.begin("write")
        free_left_jobs(None)
        db.commit()


def free_left_jobs(own: str | None) -> None:
    """Give back what a worker holds that died, went beyond its lease, or is `own`, which asks for more work."""
    site, db = current().site, current().db
    for identifier, worker, lease, attempts, on_failure in db.execute(
        f"SELECT `id`, `worker`, `lease`, `attempts`, `on_failure` FROM `{TABLE}` WHERE `status` = 'started'"
    ):
        if worker != own and lease >= time.time() and not liveness.is_dead(site, worker):
            continue
        # somebody who wants to hear of a failure hears of it in one turn more, which does no work
        turns = MAX_ATTEMPTS + bool(on_failure)
        status = QUEUED if attempts < turns else FAILED
        db.execute(
            f"UPDATE `{TABLE}` SET `status` = ?, `lease` = 0, `worker` = NULL, `error` = ?, `ended` = ? "
            "WHERE `id` = ?",
            (
                status,
                f"its worker ended in the middle of it, {attempts} times so far",
                time.time(),
                identifier,
            ),
        )


def finish(job: Job) -> None:
    """In the job's own transaction: done and recorded commit together. Raises JobLost."""
    held = current().db.rowcount(
        f"UPDATE `{TABLE}` SET `status` = ?, `ended` = ?, `lease` = 0, `worker` = NULL, `error` = NULL {_HELD}",
        (FINISHED, time.time(), job.id, job.attempts),
    )
    if not held:
        raise JobLost(f"{job.id} was stopped, or given to another worker")


def fail(job: Job, trace: str, *, retry: bool) -> bool | None:
    """Keep the trace; give the job another chance, a little later, where that can help.

    True when it has failed for good, None when it is not this worker's any more.
    """
    again = retry and job.attempts < MAX_ATTEMPTS
    held = current().db.rowcount(
        f"UPDATE `{TABLE}` SET `status` = ?, `error` = ?, `ended` = ?, `lease` = ? " + _HELD,
        (
            QUEUED if again else FAILED,
            trace,
            time.time(),
            time.time() + RETRY_SECONDS * 2 ** (job.attempts - 1) if again else 0,
            job.id,
            job.attempts,
        ),
    )
    return not again if held else None


def cancel(job: Job) -> None:
    """Somebody asked for its end."""
    current().db.execute(
        f"UPDATE `{TABLE}` SET `status` = ?, `ended` = ?, `lease` = 0 " + _HELD,
        (CANCELED, time.time(), job.id, job.attempts),
    )


_HELD = "WHERE `id` = ? AND `attempts` = ? AND `status` = 'started'"
