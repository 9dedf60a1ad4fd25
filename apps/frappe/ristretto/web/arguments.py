"""Decides whether an argument that came over the wire fits the annotation of the called function.

Values arrive as text (query strings, forms) or as JSON. An annotation may be satisfied as the value
is,
by a lossless conversion ("12" for int, "1" for bool), or not at all: then the caller is told which
argument,
which type was expected and which one came.
"""

from __future__ import annotations

import datetime
import inspect
import types
import typing
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from ristretto.errors import FrappeTypeError

_TRUE = frozenset({"1", "true", "t", "yes", "y", "on"})
_FALSE = frozenset({"0", "false", "f", "no", "n", "off"})


class Unfit(Exception):
    """A value that no reading of the annotation accepts."""


def coerce_arguments(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """(args, kwargs) with every annotated value converted.

    Raises FrappeTypeError (417) naming the argument that does not fit.
    """
    hints, names, defaults = _plan(function)
    if not hints:
        return args, kwargs
    fixed = tuple(
        _checked(function, names[i], hints, defaults, value) if i < len(names) else value
        for i, value in enumerate(args)
    )
    named = {key: _checked(function, key, hints, defaults, value) for key, value in kwargs.items()}
    return fixed, named


@lru_cache(maxsize=4096)
def _plan(function: Callable[..., Any]) -> tuple[dict[str, Any], tuple[str, ...], dict[str, Any]]:
    """(annotation by name, positional names, default by name); unresolvable annotations are left
    out."""
    signature = inspect.signature(function)
    skip = {
        p.name for p in signature.parameters.values() if p.kind in (p.VAR_KEYWORD, p.VAR_POSITIONAL)
    }
    positional = tuple(
        p.name
        for p in signature.parameters.values()
        if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)
    )
    defaults = {
        p.name: p.default
        for p in signature.parameters.values()
        if p.default is not inspect.Parameter.empty
    }
    hints = {k: v for k, v in annotations_of(function).items() if k != "return" and k not in skip}
    return hints, positional, defaults


def annotations_of(function: Callable[..., Any]) -> dict[str, Any]:
    """Annotations as objects. Names that exist for type checkers only cannot be looked up: no check
    then."""
    raw = dict(getattr(function, "__annotations__", {}))
    try:
        return typing.get_type_hints(function)
    except (NameError, AttributeError, TypeError):
        return {key: value for key, value in raw.items() if not isinstance(value, str)}


def _checked(
    function: Callable[..., Any],
    name: str,
    hints: Mapping[str, Any],
    defaults: Mapping[str, Any],
    value: Any,
) -> Any:
    hint = hints.get(name)
    if hint is None or hint is Any:
        return value
    if name in defaults and (value is defaults[name] or type(value) is type(defaults[name])):
        return value
    try:
        return convert(value, hint)
    except Unfit:
        raise FrappeTypeError(
            f"Argument '{name}' of {function.__module__}.{function.__qualname__} must be "
            f"{_spell(hint)}, not {type(value).__name__}"
        ) from None


def convert(value: Any, hint: Any) -> Any:
    """The value as `hint` wants it. Raises Unfit."""
    if hint is Any or isinstance(hint, str | typing.TypeVar | typing.ForwardRef):
        return value
    if hint is None or hint is type(None):
        return _exactly_none(value)
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _convert_union(value, typing.get_args(hint))
    if origin is typing.Literal:
        return _convert_literal(value, typing.get_args(hint))
    if origin is typing.Annotated:
        return convert(value, typing.get_args(hint)[0])
    target = origin or hint
    return _convert_class(value, target) if isinstance(target, type) else value


def _exactly_none(value: Any) -> None:
    if value is not None:
        raise Unfit


def _convert_union(value: Any, members: tuple[Any, ...]) -> Any:
    if any(_is_already(value, member) for member in members):
        return value
    for member in members:
        try:
            return convert(value, member)
        except Unfit:
            continue
    raise Unfit


def _convert_literal(value: Any, allowed: tuple[Any, ...]) -> Any:
    if value in allowed:
        return value
    for choice in allowed:
        if isinstance(value, str) and str(choice) == value:
            return choice
    raise Unfit


def _is_already(value: Any, hint: Any) -> bool:
    target = typing.get_origin(hint) or hint
    if target is type(None):
        return value is None
    if not isinstance(target, type):
        return False
    if target in (int, float) and isinstance(value, bool):
        return False
    return isinstance(value, target)


def _convert_class(value: Any, target: type) -> Any:
    if _is_already(value, target):
        return value
    converter = _CONVERTERS.get(target)
    if converter is None:
        raise Unfit
    try:
        return converter(value)
    except (ValueError, TypeError, OverflowError):
        raise Unfit from None


def _to_int(value: Any) -> int:
    if isinstance(value, bool | str) or (isinstance(value, float) and value.is_integer()):
        return int(value)
    raise Unfit


def _to_float(value: Any) -> float:
    if isinstance(value, bool | int | str):
        return float(value)
    raise Unfit


def _to_bool(value: Any) -> bool:
    if isinstance(value, int | float) and value in (0, 1):
        return bool(value)
    if isinstance(value, str) and value.strip().lower() in _TRUE | _FALSE:
        return value.strip().lower() in _TRUE
    raise Unfit


def _to_list(value: Any) -> list[Any]:
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    raise Unfit


def _to_date(value: Any) -> datetime.date:
    if isinstance(value, str):
        return datetime.date.fromisoformat(value[:10])
    raise Unfit


def _to_datetime(value: Any) -> datetime.datetime:
    if isinstance(value, str):
        return datetime.datetime.fromisoformat(value)
    raise Unfit


_CONVERTERS: dict[type, Callable[[Any], Any]] = {
    int: _to_int,
    float: _to_float,
    bool: _to_bool,
    list: _to_list,
    datetime.date: _to_date,
    datetime.datetime: _to_datetime,
}


def _spell(hint: Any) -> str:
    if isinstance(hint, type):
        return hint.__name__
    return str(hint).replace("typing.", "")
