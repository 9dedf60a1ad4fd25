"""Decides how a function runs that must not harm its caller: in a process of its own, with limits, killed at them.

    from ristretto.jobs import confined

    answer = confined.run(work, {"name": "x"}, user="someone@example.com", limits=confined.Limits(seconds=5))

`work` is a function of a module; its arguments are pickled, its answer comes back as JSON (dates keep their kind).
It has a context and a connection of its own as `user`, and commits when it returns, or never with `commits=False`.
What it raises is raised here: the named error where it is one of ristretto.errors, else ConfinedFailure with the
trace in `details["trace"]`. Its messages join the caller's. Beyond a limit: LimitExceeded with `details["limit"]`.

The first call of a process starts a server (a second or two), which forks for each call: 15 ms of processor time and
what the function takes, of which imports are the most; see `preload`. Linux only.
"""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from ristretto import errors
from ristretto.context import AttrDict, current
from ristretto.context.translate import translate as _
from ristretto.errors import ConfinedFailure, Error, ImplicitCommitError, LimitExceeded
from ristretto.jobs import confined_child, packing

MIB = 1024 * 1024
LOOK_SECONDS = 0.25  # between two looks, the caller's own time limit can end it
# What the server imports once for all its children. Each child runs the main module of the program anew, which is
# little more than the third.
_preloaded = ["frappe", "ristretto.jobs.confined_child", "ristretto.cli.entry"]


@dataclass(frozen=True)
class Limits:
    """What a confined function may use; `memory` in bytes beyond what the runtime takes itself."""

    seconds: float = 30.0
    cpu_seconds: int = 20
    memory: int = 256 * MIB
    answer: int = 10 * MIB


def preload(*modules: str) -> None:
    """Name what functions of yours import, before the first call: each call would import it anew."""
    _preloaded.extend(name for name in modules if name not in _preloaded)


def run(
    function: Callable[..., Any],
    arguments: dict[str, Any] | None = None,
    *,
    user: str | None = None,
    limits: Limits | None = None,
    commits: bool = True,
) -> Any:
    """What the function returns. Refused while the caller holds a write transaction: the child would wait for it."""
    context, limits = current(), limits or Limits()
    if commits and context.db.in_transaction and not context.db.is_reading:
        raise ImplicitCommitError(
            "a confined function cannot write beside an open transaction: commit first"
        )
    order = confined_child.Order(
        function=function,
        arguments=arguments or {},
        site=context.site.name,
        sites_path=str(context.site.sites_path),
        user=user or context.user,
        lang=context.lang,
        commits=commits,
        seconds=limits.seconds,
        cpu_seconds=limits.cpu_seconds,
        memory=limits.memory,
        answer=limits.answer,
    )
    return _taken(_ask(order, limits), limits)


def _ask(order: confined_child.Order, limits: Limits) -> dict[str, Any]:
    """The child's report."""
    server = get_context("forkserver")
    server.set_forkserver_preload(_preloaded)
    ours, theirs = server.Pipe(duplex=False)
    process = server.Process(target=confined_child.main, args=(order, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        text = _wait(ours, limits)
        if text is None:
            process.join(1.0)
            return _ended(process.exitcode)
        report: dict[str, Any] = json.loads(text, object_hook=packing.decode)
        return report
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()


def _wait(connection: Connection, limits: Limits) -> bytes | None:
    """The report as it came; None when the child ended without one, an exceeded limit when it took too long."""
    until = time.monotonic() + limits.seconds
    while not connection.poll(LOOK_SECONDS):
        if time.monotonic() > until:
            return b'{"limit": "seconds"}'
    try:
        return connection.recv_bytes()
    except EOFError:
        return None


def _ended(code: int | None) -> dict[str, Any]:
    """What an end without a report means."""
    by_signal = {-signal.SIGXCPU: "cpu_seconds", -signal.SIGALRM: "seconds"}
    if code in by_signal:
        return {"limit": by_signal[code]}
    return {"kinds": [], "text": f"the process ended with {code}", "trace": ""}


def _taken(report: dict[str, Any], limits: Limits) -> Any:
    current().message_log.extend(AttrDict(each) for each in report.get("messages", ()))
    if "limit" in report:
        raise _beyond(report["limit"], limits)
    if "kinds" in report:
        raise _failure(report)
    return report["answer"]


def _beyond(limit: str, limits: Limits) -> LimitExceeded:
    sentences = {
        "seconds": _("The script was stopped after {0} seconds"),
        "cpu_seconds": _("The script was stopped after {0} seconds of computing"),
        "memory": _("The script needs more than {0} MB of memory and was stopped"),
        "answer": _("The script's answer is larger than {0} MB"),
    }
    value = getattr(limits, limit)
    shown = value // MIB if limit in ("memory", "answer") else value
    return LimitExceeded(sentences[limit].format(f"{shown:g}"), limit=limit)


def _failure(report: dict[str, Any]) -> Error:
    """The named error that was raised, or the one it is a kind of."""
    for name in report["kinds"]:
        kind = getattr(errors, name, None)
        if isinstance(kind, type) and issubclass(kind, Error) and kind is not Error:
            return _made(kind, report)
    return ConfinedFailure(
        report["text"], kind=next(iter(report["kinds"]), ""), trace=report["trace"]
    )


def _made(kind: type[Error], report: dict[str, Any]) -> Error:
    """Without the class's own arguments, which did not travel."""
    error = kind.__new__(kind)
    Error.__init__(error, report["text"], trace=report["trace"])
    return error
