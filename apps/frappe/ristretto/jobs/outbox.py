"""Decides what becomes of work that must not hold up a request: a row that commits with the document.

A row is claimed with a lease: when a worker dies, the lease runs out and another worker takes the job.
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
from ristretto.errors import ValidationError

TABLE = (
    "CREATE TABLE IF NOT EXISTS `ristretto_job` (`id` varchar(140) PRIMARY KEY, `queue` varchar(140) NOT NULL, "
    "`method` text NOT NULL, `arguments` longtext NOT NULL, `user` varchar(140) NOT NULL, "
    "`status` varchar(20) NOT NULL, `attempts` int(8) NOT NULL DEFAULT 0, `position` int(8) NOT NULL DEFAULT 0, "
    "`timeout` int(8) NOT NULL, `lease` REAL NOT NULL DEFAULT 0, `created` REAL NOT NULL, "
    "`ended` REAL, `error` longtext)"
)
TIMEOUTS = {"short": 300, "default": 300, "long": 1500}
MAX_ATTEMPTS = 5


@dataclass(frozen=True)
class Job:
    """One claimed row."""

    id: str
    queue: str
    method: str
    arguments: dict[str, Any]
    user: str
    attempts: int
    timeout: int


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
    _insert(
        identifier, dotted(method), kwargs, queue, timeout or TIMEOUTS.get(queue, 300), at_front
    )
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
        run_doc_method,
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
    current().db.execute(TABLE)


def _insert(
    identifier: str,
    method: str,
    arguments: dict[str, Any],
    queue: str,
    timeout: int,
    at_front: bool,
) -> None:
    db = current().db
    make_table()
    db.execute(
        "DELETE FROM `ristretto_job` WHERE `id` = ? AND `status` IN ('finished', 'failed')",
        (identifier,),
    )
    db.execute(
        "INSERT INTO `ristretto_job` (`id`, `queue`, `method`, `arguments`, `user`, `status`, `position`, "
        "`timeout`, `created`) VALUES (?, ?, ?, ?, ?, 'queued', ?, ?, ?)",
        (
            identifier,
            queue,
            method,
            pack(arguments),
            current().user,
            -1 if at_front else 0,
            timeout,
            time.time(),
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
    db.begin("write")
    make_table()
    chosen = f"AND `queue` IN ({', '.join('?' * len(queues))})" if queues else ""
    rows = db.execute(
        "SELECT `id`, `queue`, `method`, `arguments`, `user`, `attempts`, `timeout` FROM `ristretto_job` "
        f"WHERE (`status` = 'queued' OR (`status` = 'started' AND `lease` < ?)) {chosen} "
        "ORDER BY `position`, `created`, `id` LIMIT 1",
        (time.time(), *queues),
    )
    if not rows:
        db.rollback()
        return None
    identifier, queue, method, arguments, user, attempts, timeout = rows[0]
    db.execute(
        "UPDATE `ristretto_job` SET `status` = 'started', `attempts` = `attempts` + 1, `lease` = ? WHERE `id` = ?",
        (time.time() + timeout, identifier),
    )
    db.commit()
    return Job(identifier, queue, method, unpack(arguments), user, attempts + 1, timeout)


def finish(job: Job) -> None:
    """In the job's own transaction: done and recorded commit together."""
    current().db.execute("DELETE FROM `ristretto_job` WHERE `id` = ?", (job.id,))


def fail(job: Job, trace: str, *, retry: bool) -> None:
    """Keep the trace; give the job another chance where that can help."""
    again = retry and job.attempts < MAX_ATTEMPTS
    current().db.execute(
        "UPDATE `ristretto_job` SET `status` = ?, `error` = ?, `ended` = ?, `lease` = 0 WHERE `id` = ?",
        ("queued" if again else "failed", trace, time.time(), job.id),
    )


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
