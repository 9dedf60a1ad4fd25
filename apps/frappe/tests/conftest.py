"""Decides what a password costs in the engine's tests. Sites and factories: support/site_fixtures.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from ristretto.web import hashing


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hundreds of logins: their cost in production is shown once, in web/test_hashing.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashing, "ROUNDS", 1_000)
        yield
