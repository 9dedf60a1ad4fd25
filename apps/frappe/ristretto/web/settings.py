"""Decides how this room reads the site's switches: the System Settings record."""

from __future__ import annotations

from ristretto.context import current, remembered


def system_settings() -> dict[str, str]:
    """{field: stored text} of System Settings; {} before the site has any."""
    return remembered("web:system_settings", _read)


def setting(name: str, default: str = "") -> str:
    """One stored setting as text; `default` when it is empty."""
    return system_settings().get(name) or default


def switched_on(name: str, default: bool = False) -> bool:
    """A Check setting; `default` when it was never stored."""
    value = system_settings().get(name)
    return default if value in (None, "") else value not in ("0", "0.0")


def number(name: str, default: int = 0) -> int:
    """An Int setting; `default` when it is empty or no number."""
    value = str(system_settings().get(name) or "")
    try:
        return int(float(value)) if value else default
    except ValueError:
        return default


def _read() -> dict[str, str]:
    rows = current().db.execute(
        "select `field`, `value` from `tabSingles` where `doctype` = ?", ("System Settings",)
    )
    return {str(field): str(value) for field, value in rows if value is not None}
