"""Decides what a hook is: the merge of every installed app's hooks.py, in installed order.

Scalars and lists become one list; dicts merge key by key with their values made lists.
"""

from __future__ import annotations

import types
from collections.abc import Iterable
from importlib import import_module
from typing import Any

Merged = dict[str, Any]


def read_hooks(app: str) -> dict[str, Any]:
    """Public module-level names of `<app>.hooks`, without modules, functions and classes."""
    module = import_module(f"{app}.hooks")
    skipped = (types.ModuleType, types.FunctionType, type)
    return {
        key: value
        for key, value in vars(module).items()
        if not key.startswith("_") and not isinstance(value, skipped)
    }


def merge_hooks(apps: Iterable[dict[str, Any]]) -> Merged:
    """One table out of the hooks of several apps, first installed first."""
    merged: Merged = {}
    for hooks in apps:
        for key, value in hooks.items():
            _append(merged, key, value)
    events = merged.get("doc_events")
    if events:
        merged["doc_events"] = _expand_tuples(events)
    return merged


def _append(target: Merged, key: Any, value: Any) -> None:
    if isinstance(value, dict):
        inner = target.setdefault(key, {})
        if isinstance(inner, dict):
            for inner_key, inner_value in value.items():
                _append(inner, inner_key, inner_value)
        return
    existing = target.setdefault(key, [])
    if isinstance(existing, list):
        existing.extend(value if isinstance(value, list) else [value])


def _expand_tuples(events: Merged) -> Merged:
    """`("A", "B"): {...}` counts for A and for B."""
    expanded: Merged = {}
    for key, value in events.items():
        for doctype in key if isinstance(key, tuple) else (key,):
            _append(expanded, doctype, value)
    return expanded
