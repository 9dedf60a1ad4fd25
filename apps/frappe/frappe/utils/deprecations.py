"""Mark a function as on its way out."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from typing import Any


def deprecated(func: Callable[..., Any]) -> Callable[..., Any]:
    """Warn once per place that calls."""

    @functools.wraps(func)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        deprecation_warning(f"{func.__module__}.{func.__qualname__} is deprecated")
        return func(*args, **kwargs)

    return wrapper


def deprecation_warning(message: str) -> None:
    warnings.warn(message, DeprecationWarning, stacklevel=3)
