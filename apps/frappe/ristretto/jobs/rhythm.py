"""Decides when scheduled work is due: what the keys of the hook `scheduler_events` mean. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

from croniter import CroniterError, croniter

CRONS = {
    "Hourly": "0 * * * *",
    "Daily": "0 0 * * *",
    "Weekly": "0 0 * * 0",
    "Monthly": "0 0 1 * *",
    "Yearly": "0 0 1 1 *",
    "Annual": "0 0 1 1 *",
}
LONG = " Long"
ALL_SECONDS = 240
SPREAD_SECONDS = 600  # long work of many sites does not begin at the same moment
FREQUENCIES = (
    "All",
    "Cron",
    *CRONS,
    *(f"{name}{LONG}" for name in ("Hourly", "Daily", "Weekly", "Monthly")),
)


@dataclass(frozen=True)
class Event:
    """One method with the rhythm that an app asked for."""

    method: str
    frequency: str
    cron_format: str | None = None


def declared(events: dict[str, Any]) -> Iterator[Event]:
    """The hook as a flat list; unknown rhythms are left to newer versions."""
    for key, methods in events.items():
        if key == "cron":
            for cron, listed in methods.items():
                yield from (Event(method, "Cron", cron) for method in listed)
        elif frequency := frequency_of(key):
            yield from (Event(method, frequency) for method in methods)


def frequency_of(key: str) -> str | None:
    """`daily_long` -> `Daily Long`; None for a key that means nothing here."""
    title = key.removesuffix("_maintenance").replace("_", " ").title()
    if key.endswith("_maintenance"):
        title += LONG
    wanted = (title, title.removesuffix(LONG))
    return next((each for each in wanted if each in FREQUENCIES and each != "Cron"), None)


def cron_of(frequency: str, cron_format: str | None, all_seconds: int | None = None) -> str:
    """The cron line; `all_seconds` from the site's configuration."""
    if cron_format:
        return cron_format
    if frequency == "All":
        return f"*/{max(1, (all_seconds or ALL_SECONDS) // 60)} * * * *"
    return CRONS[frequency.removesuffix(LONG)]


def is_cron(line: str) -> bool:
    try:
        croniter(line)
    except CroniterError:
        return False
    return True


def next_turn(frequency: str, cron: str, since: datetime, seed: str) -> datetime:
    """The first turn after `since`; long ones some minutes later, always the same for a seed. Raises CroniterError."""
    following: datetime = croniter(cron, since).get_next(datetime)
    if frequency.endswith(LONG):
        following += timedelta(seconds=1 + crc32(seed.encode()) % SPREAD_SECONDS)
    return following


def queue_of(frequency: str) -> str:
    return "long" if frequency.endswith(LONG) else "default"
