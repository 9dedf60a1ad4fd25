"""Decides when two answers are the same: with the types of their values, and, where asked, whatever their order."""

from __future__ import annotations

from typing import Any


def identical(one: Any, other: Any) -> bool:
    """Equal, and of one kind: 1, 1.0 and True are three answers."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(identical(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(identical, one, other))
    return bool(one == other) and _kind(one) == _kind(other)


def _kind(value: Any) -> tuple[bool, bool]:
    return isinstance(value, bool), isinstance(value, float)


def differing(then: dict[str, Any], got: dict[str, Any]) -> set[str]:
    """Keys that only one of two answers has, or that have another value there."""
    every = then.keys() | got.keys()
    shared = then.keys() & got.keys()
    return {key for key in every if key not in shared or not identical(then[key], got[key])}


def alike(then: Any, got: Any) -> bool:
    """The same but for the order of rows: a page may show other rows, as many, of the same keys and types."""
    if isinstance(then, dict) and isinstance(got, dict):
        return then.keys() == got.keys() and all(alike(then[key], got[key]) for key in then)
    if isinstance(then, list) and isinstance(got, list):
        return len(then) == len(got) and all(map(_of_one_form, then, got))
    return identical(then, got)


def _of_one_form(then: Any, got: Any) -> bool:
    if then is None or got is None:
        return True  # another row, whose field is empty
    if isinstance(then, dict) and isinstance(got, dict):
        return then.keys() == got.keys() and all(_of_one_form(then[key], got[key]) for key in then)
    if isinstance(then, list) and isinstance(got, list):
        return len(then) == len(got) and all(map(_of_one_form, then, got))
    return type(then) is type(got)
