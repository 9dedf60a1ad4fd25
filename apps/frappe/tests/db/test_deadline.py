"""Work that takes too long is stopped: its statement, its Python, and what does not belong to it is spared."""

from __future__ import annotations

import time

import pytest
from ristretto.context import Site
from ristretto.db import deadline
from ristretto.db.connect import connected
from ristretto.db.deadline import Limit
from ristretto.errors import DatabaseUnavailable, QueryTimeoutError, RequestTimeoutError

ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"


def test_a_statement_is_interrupted(site: Site) -> None:
    """A statement without end ends with a named error, and the connection goes on."""
    with connected(site) as context:
        with Limit(context.db, 0.1) as limit, pytest.raises(QueryTimeoutError):
            context.db.execute(ENDLESS)
        assert limit.is_passed
        assert context.db.execute("select 1") == [(1,)]


def test_python_is_interrupted(site: Site) -> None:
    """A loop without statements hears the given error, once."""
    with connected(site) as context:
        with (
            Limit(context.db, 0.1, raises=RequestTimeoutError) as limit,
            pytest.raises(RequestTimeoutError),
        ):
            spin(20)
        assert limit.is_passed
        spin(0.3)  # nothing comes afterwards


def test_a_server_that_cannot_be_told_does_not_prolong_work(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the statement cannot be stopped, Python still is, and the last resort comes."""
    monkeypatch.setattr(deadline, "GRACE_SECONDS", 0.2)
    ended: list[bool] = []

    def unreachable() -> None:
        raise DatabaseUnavailable("gone")

    with connected(site) as context:
        monkeypatch.setattr(context.db, "interrupt", unreachable)
        with (
            pytest.raises(RequestTimeoutError),
            Limit(
                context.db, 0.1, raises=RequestTimeoutError, last_resort=lambda: ended.append(True)
            ),
        ):
            spin_on(1.0)
    assert ended


def test_a_writer_is_spared_where_readers_are_meant(site: Site) -> None:
    """A transaction that holds the write lock runs to its end, a snapshot does not."""
    long = ENDLESS.replace("from n)", "from n where i < 2000000)")
    with connected(site) as context:
        context.db.begin("write")
        with Limit(context.db, 0.0, readers_only=True) as limit:
            assert context.db.execute(long) == [(2_000_000,)]
        assert not limit.is_passed
        context.db.rollback()
        context.db.begin("read")
        with (
            Limit(context.db, 0.1, readers_only=True),
            pytest.raises(QueryTimeoutError),
        ):
            context.db.execute(ENDLESS)


def test_work_that_nobody_waits_for_ends_early(site: Site) -> None:
    """Its limit is far away, but its caller is gone."""
    with (
        connected(site) as context,
        pytest.raises(QueryTimeoutError),
        Limit(context.db, 1000.0, is_abandoned=lambda: True),
    ):
        context.db.execute(ENDLESS)


def test_work_in_time_is_left_alone(site: Site) -> None:
    """And what comes after it on the same connection."""
    with connected(site) as context:
        with Limit(context.db, 0.3, raises=RequestTimeoutError) as limit:
            context.db.execute("select 1")
        spin(0.6)
        assert not limit.is_passed


def spin_on(seconds: float) -> None:
    """Go on for a while when told to stop."""
    try:
        spin(20)
    finally:
        spin(seconds)


def spin(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass
