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

_observers: list[Observer] = []
_heard: dict[Observer, frozenset[str]] = {}
_checks: list[Check] = []
_carriers: list[Carrier] = []


def observe(observer: Observer, *only: str) -> None:
    """Hear of events of every document, after the app's own hooks: of all, or of those named."""
    if observer not in _observers:
        _observers.append(observer)
        _heard[observer] = frozenset(only)


def observers(event: str) -> list[Observer]:
    return [each for each in _observers if not _heard[each] or event in _heard[each]]


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
    for handler in handlers(doc.doctype, event):
        result = _merge(result, get_attr(handler)(doc, event, *args, **kwargs))
    for observer in observers(event):
        observer(doc, event)
    return result


def handlers(doctype: str, event: str) -> list[str]:
    """Dotted paths of hooks, `before_insert` of the DocType before that of `*`."""
    cache = current().site.cache("doc_events")
    key = (doctype, event)
    if key not in cache:
        table = current().site.get_hooks("doc_events", {})
        cache[key] = [
            path for name in (doctype, "*") for path in table.get(name, {}).get(event, [])
        ]
    found: list[str] = cache[key]
    return found


def _merge(result: Any, answer: Any) -> Any:
    if isinstance(result, dict) and isinstance(answer, dict):
        result.update(answer)
        return result
    return result if answer is None else answer
