"""Decides what happens in the process of a confined function: limits first, then the work, then a report.

The report is JSON, because the caller must not unpickle what such a process sends.
"""

from __future__ import annotations

import os
import resource
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ristretto import errors
from ristretto.context import Context, Site
from ristretto.db.connect import connected
from ristretto.jobs import packing

STATM = Path("/proc/self/statm")
SPARE_SECONDS = (
    2.0  # the caller kills at the limit; where it was killed itself, the clock of the system does
)


@dataclass(frozen=True)
class Order:
    """One call, as it travels to the child."""

    function: Callable[..., Any]
    arguments: dict[str, Any]
    site: str
    sites_path: str
    user: str
    lang: str | None
    commits: bool
    seconds: float
    cpu_seconds: int
    memory: int
    answer: int


def main(order: Order, connection: Connection) -> None:
    import_module("frappe")  # the public namespace adds its methods to definitions
    confine(order)
    try:
        report = _work(order)
        data = packing.dumps(report).encode()
    except MemoryError:
        data = b'{"limit": "memory"}'
    except Exception as error:  # the edge of a process: whatever is raised is reported
        data = packing.dumps(_failure(error)).encode()
    connection.send_bytes(data if len(data) <= order.answer else b'{"limit": "answer"}')


def confine(order: Order) -> None:
    """Address space, processor, time; no core files."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, order.seconds + SPARE_SECONDS)
    taken = int(STATM.read_text().split()[0]) * resource.getpagesize()
    _limit(resource.RLIMIT_AS, taken + order.memory)
    used = os.times()
    _limit(resource.RLIMIT_CPU, int(used.user + used.system) + max(1, order.cpu_seconds))
    _limit(resource.RLIMIT_CORE, 0)


def _limit(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, hard if kind == resource.RLIMIT_CPU else value))


def _work(order: Order) -> dict[str, Any]:
    mode = None if order.commits else "read"
    site = Site(order.site, order.sites_path)
    with connected(site, order.user, mode=mode, holds_site=True) as context:
        context.lang = order.lang
        try:
            answer = order.function(**order.arguments)
            if order.commits:
                context.db.commit()
        except MemoryError:
            raise
        except Exception as error:  # as in main; the messages are known here only
            return _failure(error, context)
        return {"answer": answer, "messages": context.message_log}


def _failure(error: Exception, context: Context | None = None) -> dict[str, Any]:
    kinds = [each.__name__ for each in type(error).__mro__ if _is_named(each)]
    return {
        "kinds": kinds or [type(error).__name__],
        "text": str(error),
        "trace": "".join(traceback.format_exception(error)),
        "messages": context.message_log if context else [],
    }


def _is_named(kind: type) -> bool:
    return getattr(errors, kind.__name__, None) is kind
