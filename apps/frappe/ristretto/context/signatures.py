"""Decides which arguments a function takes; read once per function, methods of objects each time."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import lru_cache
from types import FunctionType
from typing import Any


def signature_of(function: Callable[..., Any]) -> inspect.Signature:
    """The signature; nothing that belongs to a single object is kept."""
    return _kept(function) if isinstance(function, FunctionType) else inspect.signature(function)


def keywords_of(function: Callable[..., Any]) -> frozenset[str] | None:
    """Names that may be given as keywords; None when any may."""
    if isinstance(function, FunctionType):
        return _kept_keywords(function)
    return _keywords(inspect.signature(function))


@lru_cache(maxsize=1_000)
def _kept(function: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(function)


@lru_cache(maxsize=1_000)
def _kept_keywords(function: Callable[..., Any]) -> frozenset[str] | None:
    return _keywords(_kept(function))


def _keywords(signature: inspect.Signature) -> frozenset[str] | None:
    parameters = signature.parameters.values()
    if any(each.kind is each.VAR_KEYWORD for each in parameters):
        return None
    named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return frozenset(each.name for each in parameters if each.kind in named)
