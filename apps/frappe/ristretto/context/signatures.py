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


@lru_cache(maxsize=1_000)
def _kept(function: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(function)
