"""On which days a copy is due, and whose turn a task is: plain arithmetic."""

from __future__ import annotations

from datetime import date

import pytest
from ristretto.flow.repeat import Rhythm
from ristretto.flow.turns import by_load, in_turn


def days(rhythm: Rhythm, count: int) -> list[str]:
    found = [rhythm.after(rhythm.start)]
    while len(found) < count:
        found.append(rhythm.after(found[-1]))
    return [day.isoformat() for day in found]


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        (Rhythm(date(2026, 12, 30), "Daily"), ["2026-12-31", "2027-01-01"]),
        (Rhythm(date(2026, 11, 2), "Weekly"), ["2026-11-09", "2026-11-16"]),
        (
            Rhythm(date(2026, 11, 2), "Weekly", weekdays=frozenset({"Monday", "Friday"})),
            ["2026-11-06", "2026-11-09", "2026-11-13"],
        ),
        (
            Rhythm(date(2026, 11, 4), "Weekly", weekdays=frozenset({"Monday"})),
            ["2026-11-09", "2026-11-16"],
        ),
        (Rhythm(date(2026, 1, 31), "Monthly"), ["2026-02-28", "2026-03-31", "2026-04-30"]),
        (Rhythm(date(2026, 1, 10), "Monthly", day=31), ["2026-02-28", "2026-03-31"]),
        (Rhythm(date(2026, 1, 31), "Monthly", day=5), ["2026-02-05", "2026-03-05"]),
        (Rhythm(date(2025, 11, 30), "Quarterly"), ["2026-02-28", "2026-05-30"]),
        (Rhythm(date(2025, 8, 31), "Half-yearly"), ["2026-02-28", "2026-08-31"]),
        (
            Rhythm(date(2024, 2, 29), "Yearly"),
            ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"],
        ),
    ],
)
def test_due_days(rhythm: Rhythm, expected: list[str]) -> None:
    """Months without the day take their last one and do not lose it for later."""
    assert days(rhythm, len(expected)) == expected


def test_past_days_are_passed_over() -> None:
    """The next day is today or later, in the rhythm of the start."""
    rhythm = Rhythm(date(2026, 1, 31), "Monthly")
    assert rhythm.next_from(rhythm.start, date(2026, 6, 15)) == date(2026, 6, 30)
    assert rhythm.next_from(rhythm.start, date(2026, 6, 30)) == date(2026, 6, 30)


def test_schedule_ends_before_its_end() -> None:
    """The end date itself is none of the days."""
    rhythm = Rhythm(date(2026, 1, 1), "Monthly")
    assert [day.month for day in rhythm.until(date(2026, 4, 1))] == [2, 3]


def test_turns_go_around() -> None:
    """From the one after the last; from the first when the last has left the list."""
    people = ["a", "b", "c"]
    assert in_turn(people, "a") == ["b", "c", "a"]
    assert in_turn(people, "c") == in_turn(people, None) == in_turn(people, "x") == people
    assert in_turn([], "a") == []


def test_least_loaded_comes_first() -> None:
    """Among equals the order of the list."""
    assert by_load(["a", "b", "c"], {"a": 2, "b": 1, "c": 1}) == ["b", "c", "a"]
