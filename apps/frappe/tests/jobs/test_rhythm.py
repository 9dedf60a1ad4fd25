"""What the keys of `scheduler_events` mean, and when the next turn comes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from croniter import CroniterError
from ristretto.jobs import rhythm
from ristretto.jobs.rhythm import Event

SINCE = datetime(2026, 11, 22, 9, 30)


@pytest.mark.parametrize(
    ("key", "frequency"),
    [
        ("all", "All"),
        ("hourly", "Hourly"),
        ("daily_long", "Daily Long"),
        ("weekly_maintenance", "Weekly Long"),
        ("annual", "Annual"),
        ("yearly_long", "Yearly"),
        ("cron", None),
        ("at_full_moon", None),
    ],
)
def test_a_key_names_a_frequency(key: str, frequency: str | None) -> None:
    """Those of stock; the maintenance rhythms of later versions are long ones; others mean nothing."""
    assert rhythm.frequency_of(key) == frequency


def test_a_hook_is_a_flat_list_of_events() -> None:
    """Each method with its rhythm; a key that means nothing is left out."""
    events = {"daily": ["a.b"], "cron": {"*/5 * * * *": ["c.d", "a.b"]}, "unknown": ["x.y"]}
    assert list(rhythm.declared(events)) == [
        Event("a.b", "Daily"),
        Event("c.d", "Cron", "*/5 * * * *"),
        Event("a.b", "Cron", "*/5 * * * *"),
    ]


@pytest.mark.parametrize(
    ("frequency", "following"),
    [
        ("All", datetime(2026, 11, 22, 9, 32)),
        ("Hourly", datetime(2026, 11, 22, 10)),
        ("Daily", datetime(2026, 11, 23)),
        ("Weekly", datetime(2026, 11, 29)),
        ("Monthly", datetime(2026, 12, 1)),
        ("Yearly", datetime(2027, 1, 1)),
    ],
)
def test_the_next_turn_follows_the_last(frequency: str, following: datetime) -> None:
    """At the full hour, at midnight, on Sunday, on the first."""
    assert rhythm.next_turn(frequency, rhythm.cron_of(frequency, None), SINCE, "s") == following


def test_all_follows_the_configuration() -> None:
    """Every so many minutes, one at least; a cron line of its own wins."""
    assert rhythm.cron_of("All", None, 600) == "*/10 * * * *"
    assert rhythm.cron_of("All", None, 5) == "*/1 * * * *"
    assert rhythm.cron_of("Daily", "1 2 * * *") == "1 2 * * *"


def test_long_work_is_spread_and_stays_where_it_is() -> None:
    """Up to ten minutes later, the same for a site and a job each time it is asked."""
    midnight = datetime(2026, 11, 23)
    cron = rhythm.cron_of("Daily Long", None)
    turns = [rhythm.next_turn("Daily Long", cron, SINCE, f"site {n}") for n in range(20)]
    assert all(timedelta(0) < turn - midnight <= timedelta(minutes=10) for turn in turns)
    assert len(set(turns)) > 10
    assert rhythm.next_turn("Daily Long", cron, SINCE, "site 3") == turns[3]


def test_an_unreadable_line_is_known() -> None:
    """Before it is stored, and by name when it is met."""
    assert not rhythm.is_cron("every day")
    assert rhythm.is_cron("0 7 * * 1-5")
    with pytest.raises(CroniterError):
        rhythm.next_turn("Cron", "every day", SINCE, "s")
