"""Nothing is reported to anybody: the names exist because apps call them."""

from typing import Any


def capture(event: str, app: str, **kwargs: Any) -> None:
    """Do nothing."""


def init_telemetry() -> None:
    """Do nothing."""


def is_enabled() -> bool:
    return False
