"""Decides what becomes of work that must not hold up a request: a row that commits with the document.

A claimed row names its worker. When that one dies, or its lease runs out, another takes the job; whoever
finishes must still hold it, so that of two only one commits.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ristretto.context import current
from ristretto.context.dotted import get_attr
from ristretto.db import tables
from ristretto.errors import Error, ValidationError
from ristretto.jobs import liveness

_COLUMNS = (
    "`id` varchar(140) PRIMARY KEY",
    "`queue` varchar(140) NOT NULL",
    "`method` text NOT NULL",
    "`arguments` longtext NOT NULL",
    "`user` varchar(140) NOT NULL",
    "`status` varchar(20) NOT NULL",
    "`attempts` int(8) NOT NULL DEFAULT 0",
    "`position` int(8) NOT NULL DEFAULT 0",
    "`timeout` int(8) NOT NULL",
    "`lease` double NOT NULL DEFAULT 0",
    "`created` double NOT NULL",
    "`ended` double",
    "`error` longtext",
    "`worker` varchar(140)",
    "`on_success` text",
    "`on_failure` text",
)
LATER = ("worker", "on_success", "on_failure")  # a site made by 0.1 has none of them
TIMEOUTS = {"short": 300, "default": 300, "long": 1500}
MAX_ATTEMPTS = 5
LEASE_MARGIN = 60.0  # seconds beyond the time limit, in which a worker stops its job
RETRY_SECONDS = 5.0
RUN_DOC_METHOD = (
    "frappe.utils.background_jobs.run_doc_method"  # a name of an app, as workers ask for
)


@dataclass(frozen=True)
class Job:
    """One claimed row."""

    id: str
    queue: str
    method: str
    packed: str
    user: str
    attempts: int
    timeout: int
    on_success: str | None = None
    on_failure: str | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        """What the function is called with. Raises what a broken row raises."""
        return unpack(self.packed)

    @property
    def kwargs(self) -> dict[str, Any]:
        """The same as callbacks written for RQ look for it."""
        site = current().site.name
        named = {"site": site, "user": self.user, "method": self.method}
        return {**named, "kwargs": self.arguments}

    @property
    def was_given_up(self) -> bool:
        """Claimed once more only to tell `on_failure`."""
        return self.attempts > MAX_ATTEMPTS


class JobLost(Error):
    """The job was taken for dead and given to another worker."""


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
    """Run `method` later (contract 4.7); with `now` or outside async at once, in this transaction.

    `on_success` and `on_failure` (functions of modules, or their names): jobs/callbacks.py.

    The row belongs to the running transaction: rolled back work is never done, so
    `enqueue_after_commit` changes nothing.
    """
    if deduplicate and not job_id:
        raise ValidationError("deduplicate needs a job_id")
    if now or not is_async:
        function = get_attr(method) if isinstance(method, str) else method
        return function(**kwargs)
    identifier = job_id or secrets.token_hex(16)
    if deduplicate and is_waiting(identifier):
        return None
    told = tuple(dotted(each) if each else None for each in (on_success, on_failure))
    timeout = timeout or TIMEOUTS.get(queue, 300)
    _insert(identifier, dotted(method), kwargs, queue, timeout, at_front, told)
    return identifier


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


def dotted(method: str | Callable[..., Any]) -> str:
    """A name under which a worker finds the function again."""
    if isinstance(method, str):
        return method
    name = f"{method.__module__}.{method.__qualname__}"
    if "<" in name:
        raise ValidationError(f"{name} cannot be queued: give a function of a module")
    return name


def make_table() -> None:
    tables.make_table("ristretto_job", _COLUMNS)
    known = current().site.cache("made_tables")
    if "ristretto_job.later" not in known:
        if not set(LATER) <= set(tables.table_columns("ristretto_job")):
            _add_columns()
        known["ristretto_job.later"] = True


def _add_columns() -> None:
    """Under the write lock: the clock and a worker may both have seen that they are missing."""
    db = current().db
    if not db.in_transaction:
        db.begin("write")
    there = tables.table_columns("ristretto_job")
    for column in _COLUMNS:
        name = column.split("`")[1]
        if name in LATER and name not in there:
            db.execute(f"ALTER TABLE `ristretto_job` ADD COLUMN {column}")


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
    db.execute(
        "DELETE FROM `ristretto_job` WHERE `id` = ? AND `status` <> 'started'", (identifier,)
    )
    if is_waiting(identifier):
        identifier = f"{identifier[:120]}:{secrets.token_hex(8)}"
    db.execute(
        "INSERT INTO `ristretto_job` (`id`, `queue`, `method`, `arguments`, `user`, `status`, `position`, "
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


def is_waiting(identifier: str) -> bool:
    """Queued or running."""
    make_table()
    return bool(
        current().db.execute(
            "SELECT 1 FROM `ristretto_job` WHERE `id` = ? AND `status` IN ('queued', 'started')",
            (identifier,),
        )
    )


def claim(queues: tuple[str, ...] = ()) -> Job | None:
    """Take the next job with a lease and commit; None when nothing waits."""
    db = current().db
    make_table()
    if not db.execute("SELECT 1 FROM `ristretto_job` WHERE `status` <> 'failed' LIMIT 1"):
        return None
    db.begin("write")
    free_left_jobs()
    chosen = f"AND `queue` IN ({', '.join('?' * len(queues))})" if queues else ""
    rows = db.execute(
        "SELECT `id`, `queue`, `method`, `arguments`, `user`, `attempts`, `timeout`, `on_success`, `on_failure` "
        f"FROM `ristretto_job` WHERE `status` = 'queued' AND `lease` <= ? {chosen} "
        "ORDER BY `position`, `created`, `id` LIMIT 1",
        (time.time(), *queues),
    )
    if not rows:
        db.commit()
        return None
    identifier, queue, method, arguments, user, attempts, timeout, *told = rows[0]
    db.execute(
        "UPDATE `ristretto_job` SET `status` = 'started', `attempts` = `attempts` + 1, `lease` = ?, "
        "`worker` = ? WHERE `id` = ?",
        (time.time() + timeout + LEASE_MARGIN, liveness.own_mark(current().site), identifier),
    )
    db.commit()
    return Job(identifier, queue, method, arguments, user, attempts + 1, timeout, *told)


def free_left_jobs() -> None:
    """Give back what a worker holds that died, went beyond its lease, or is this one, which asks for more work."""
    site, db = current().site, current().db
    own = liveness.own_mark(site)
    for identifier, worker, lease, attempts, on_failure in db.execute(
        "SELECT `id`, `worker`, `lease`, `attempts`, `on_failure` FROM `ristretto_job` WHERE `status` = 'started'"
    ):
        if worker != own and lease >= time.time() and not liveness.is_dead(site, worker):
            continue
        # somebody who wants to hear of a failure hears of it in one turn more, which does no work
        turns = MAX_ATTEMPTS + bool(on_failure)
        status = "queued" if attempts < turns else "failed"
        db.execute(
            "UPDATE `ristretto_job` SET `status` = ?, `lease` = 0, `worker` = NULL, `error` = ? "
            "WHERE `id` = ?",
            (status, f"its worker ended in the middle of it, {attempts} times so far", identifier),
        )


def finish(job: Job) -> None:
    """In the job's own transaction: done and recorded commit together. Raises JobLost."""
    if not current().db.rowcount(f"DELETE FROM `ristretto_job` {_HELD}", (job.id, job.attempts)):
        raise JobLost(f"{job.id} was given to another worker in the meantime")


def fail(job: Job, trace: str, *, retry: bool) -> bool:
    """Keep the trace; give the job another chance, a little later, where that can help.

    True when it has failed for good.
    """
    again = retry and job.attempts < MAX_ATTEMPTS
    held = current().db.rowcount(
        "UPDATE `ristretto_job` SET `status` = ?, `error` = ?, `ended` = ?, `lease` = ? " + _HELD,
        (
            "queued" if again else "failed",
            trace,
            time.time(),
            time.time() + RETRY_SECONDS * job.attempts if again else 0,
            job.id,
            job.attempts,
        ),
    )
    return bool(held) and not again


_HELD = "WHERE `id` = ? AND `attempts` = ? AND `status` = 'started'"


def pack(arguments: dict[str, Any]) -> str:
    """Arguments as JSON; dates and documents keep their kind."""
    return json.dumps(arguments, default=_encode, ensure_ascii=False)


def unpack(text: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(text, object_hook=_decode)
    return values


def _encode(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"__datetime__": value.isoformat()}
    if isinstance(value, date):
        return {"__date__": value.isoformat()}
    if isinstance(value, timedelta):
        return {"__seconds__": value.total_seconds()}
    if isinstance(value, set | frozenset):
        return sorted(value)
    if hasattr(value, "as_dict"):
        return {"__document__": value.as_dict()}
    raise ValidationError(
        f"{type(value).__name__} cannot travel to a background job: give its name instead"
    )


def _decode(value: dict[str, Any]) -> Any:
    if "__datetime__" in value:
        return datetime.fromisoformat(value["__datetime__"])
    if "__date__" in value:
        return date.fromisoformat(value["__date__"])
    if "__seconds__" in value:
        return timedelta(seconds=value["__seconds__"])
    if "__document__" in value:
        from ristretto.document import get_doc

        return get_doc(value["__document__"])
    return value
