"""Attacks registered under the observed rows that they answer, and what a refusal looks like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from security_house import House, assert_clear

REFUSED = (400, 401, 403, 404, 409, 417)
ALL, SECRET, FLOW = "/api/resource/Sec All", "/api/resource/Sec Secret", "/api/resource/Sec Flow"
METHOD = "/api/method/"
Attack = Callable[[House], None]


def registry() -> tuple[list[Any], Callable[..., Callable[[Attack], Attack]]]:
    """A list of attacks as pytest parameters, and the decorator that adds to it."""
    holes: list[Any] = []

    def hole(*rows: str) -> Callable[[Attack], Attack]:
        """Register an attack under the observed rows that it answers."""

        def register(attack: Attack) -> Attack:
            holes.append(pytest.param(attack, id=f"{' '.join(rows)} {attack.__name__}"))
            return attack

        return register

    return holes, hole


def refused(answer: Any, *statuses: int) -> None:
    assert_clear(answer)
    assert answer.status_code in (statuses or REFUSED), (answer.status_code, answer.text[:300])
