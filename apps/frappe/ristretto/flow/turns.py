"""Decides whose turn it is to get a task: the order in which people are asked, without a site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def in_turn(people: Sequence[str], last: str | None) -> list[str]:
    """From the one after `last`, once around; from the first when `last` is not among them."""
    if last not in people:
        return list(people)
    place = people.index(last) + 1
    return [*people[place:], *people[:place]]


def by_load(people: Sequence[str], open_tasks: Mapping[str, int]) -> list[str]:
    """Who has least to do comes first; among equals the order of the list."""
    return sorted(people, key=lambda person: open_tasks.get(person, 0))
