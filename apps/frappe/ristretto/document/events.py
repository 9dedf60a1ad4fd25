"""Decides who hears of an event, in which order: controller, app hooks, then the engine's own features.

`run` returns what Frappe returns: dicts merged, else the last answer that is not None.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ristretto.context import current
from ristretto.context.dotted import get_attr

Observer = Callable[[Any, str], None]
Check = Callable[[Any], None]
Carrier = Callable[[Any], frozenset[str]]
Waits = Callable[[str, str], bool]

_observers: list[Observer] = []
_heard: dict[Observer, frozenset[str]] = {}
_waits: dict[Observer, Waits] = {}
_checks: list[Check] = []
_carriers: list[Carrier] = []


def observe(observer: Observer, *only: str, waits: Waits | None = None) -> None:
    """Hear of events of every document, after the app's own hooks: of all, or of those named.

    `waits(doctype, event)` spares an observer events that nobody set anything up for; it is asked
    once until metadata changes.
    """
    if observer not in _observers:
        _observers.append(observer)
        _heard[observer] = frozenset(only)
        if waits:
            _waits[observer] = waits


def check_on_save(check: Check) -> None:
    """Take part in the framework validation of each save (workflow)."""
    if check not in _checks:
        _checks.append(check)


def run_checks(doc: Any) -> None:
    for check in _checks:
        check(doc)


def carry_by_cancel(carrier: Carrier) -> None:
    """Name fields that a cancellation brings along and that another room checks (workflow)."""
    if carrier not in _carriers:
        _carriers.append(carrier)


def carried_by_cancel(doc: Any) -> frozenset[str]:
    return frozenset().union(*(carrier(doc) for carrier in _carriers))


def run(doc: Any, event: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Controller method, `doc_events` of the DocType, of `*`, then observers."""
    result: Any = None
    method = getattr(doc, event, None)
    if callable(method):
        result = method(*args, **kwargs)
    handlers, observers = listeners(doc.doctype, event)
    for handler in handlers:
        result = _merge(result, get_attr(handler)(doc, event, *args, **kwargs))
    for observer in observers:
        observer(doc, event)
    return result


def listeners(doctype: str, event: str) -> tuple[list[str], list[Observer]]:
    """Dotted paths of hooks, `before_insert` of the DocType before that of `*`, and observers."""
    cache = current().site.cache("doc_events")
    key = (doctype, event, *_observers)  # one that comes or goes is noticed
    if key not in cache:
        table = current().site.get_hooks("doc_events", {})
        cache[key] = (
            [path for name in (doctype, "*") for path in table.get(name, {}).get(event, [])],
            [each for each in _observers if _concerns(each, doctype, event)],
        )
    found: tuple[list[str], list[Observer]] = cache[key]
    return found


def _concerns(observer: Observer, doctype: str, event: str) -> bool:
    if _heard[observer] and event not in _heard[observer]:
        return False
    flags, waits = current().flags, _waits.get(observer)
    # The tables that `waits` reads may be half made then; who hears once too often stays silent.
    unsure = flags.in_install or flags.in_migrate or flags.in_patch
    return waits is None or bool(unsure) or waits(doctype, event)


def _merge(result: Any, answer: Any) -> Any:
    if isinstance(result, dict) and isinstance(answer, dict):
        result.update(answer)
        return result
    return result if answer is None else answer
