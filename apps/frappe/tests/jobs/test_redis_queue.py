"""RQ only carries ids: what is lost on the way is told again, what comes twice or from strangers does nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from threading import Thread
from types import ModuleType

import frappe
import pytest
from redis import Redis
from ristretto.context import Site
from ristretto.db.connect import connected
from ristretto.jobs import outbox, redis_queue, registry, rq_worker, workers

NAME = "frappe.tests.redis_support"


@pytest.fixture
def redis(redis_address: str, monkeypatch: pytest.MonkeyPatch, fresh_site: Site) -> Iterator[Redis]:
    """The site's queue is this empty Redis."""
    monkeypatch.setenv(redis_queue.ADDRESS, redis_address)
    monkeypatch.setattr(redis_queue, "FRESH_SECONDS", 0.0)
    module = ModuleType(NAME)
    module.work = work  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, NAME, module)
    with Redis.from_url(redis_address) as client:
        client.flushdb()
        yield client


def work(text: str) -> None:
    frappe.get_doc({"doctype": "ToDo", "description": text}).insert()


def queue(site: Site, *texts: str, **options: object) -> None:
    with connected(site) as context:
        for text in texts:
            frappe.enqueue(f"{NAME}.work", text=text, **options)
        context.db.commit()


def claim(site: Site) -> None:
    with connected(site):
        assert outbox.claim() is not None


def drain(site: Site) -> list[str]:
    """What the jobs that RQ brings have written."""
    rq_worker.RowWorker([site], (), None).work(burst=True, logging_level="WARNING")
    with connected(site):
        return frappe.get_all("ToDo", pluck="description", order_by="creation asc")


def test_redis_hears_of_committed_work_only(redis: Redis, fresh_site: Site) -> None:
    """Nothing of a transaction that was rolled back; of one that was kept, ids and no arguments."""
    with connected(fresh_site) as context:
        frappe.enqueue(f"{NAME}.work", text="never")
        context.db.rollback()
        assert redis.keys() == []
        frappe.enqueue(f"{NAME}.work", text="a secret")
        assert redis.keys() == []
        context.db.commit()
    [key] = redis.keys("rq:job:*")
    assert not any(b"secret" in value for value in redis.hgetall(key).values())
    assert drain(fresh_site) == ["a secret"]


def test_what_redis_lost_is_told_again(redis: Redis, fresh_site: Site) -> None:
    """An emptied Redis: the rows are still there; what RQ holds already is not told twice."""
    queue(fresh_site, "one", "two")
    assert rq_worker.mend([fresh_site]) == 0
    redis.flushdb()
    assert drain(fresh_site) == []
    assert rq_worker.mend([fresh_site]) == 2
    assert drain(fresh_site) == ["one", "two"]


def test_a_redis_that_is_away_costs_nothing(
    redis: Redis, fresh_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commit stands; when Redis is back, the work is done."""
    with monkeypatch.context() as away:
        away.setenv(redis_queue.ADDRESS, "redis://127.0.0.1:1/0")
        queue(fresh_site, "patient")
        with connected(fresh_site):
            assert not redis_queue.answers()
            assert redis_queue.tell_due() == 0
            assert workers.working() == []
    assert rq_worker.mend([fresh_site]) == 1
    assert drain(fresh_site) == ["patient"]


def test_what_comes_twice_is_done_once(redis: Redis, fresh_site: Site) -> None:
    """Two messages for one row."""
    queue(fresh_site, "once", job_id="j")
    with connected(fresh_site) as context:
        redis_queue.tell(context.site, redis_queue.due_rows())
    assert drain(fresh_site) == ["once"]


def test_messages_of_strangers_do_nothing(redis: Redis, fresh_site: Site) -> None:
    """Neither a function that Redis names nor a site that is none is touched; the next job is done."""
    with connected(fresh_site) as context:
        line = redis_queue.rq_queue(context.site, "default")
        line.enqueue_call("os.mkdir", args=[str(fresh_site.path / "stranger")], kwargs={})
        line.enqueue_call("os.getpid", kwargs={"site": "../elsewhere", "id": "x"})
        line.enqueue_call("os.getpid", kwargs={"site": fresh_site.name, "id": "unknown"})
    queue(fresh_site, "mine")
    assert drain(fresh_site) == ["mine"]
    assert not (fresh_site.path / "stranger").exists()


def test_what_a_dead_worker_held_is_told_again(redis: Redis, fresh_site: Site) -> None:
    """As long as it lives its message does nothing; when its lease is over, another gets one and does it."""
    queue(fresh_site, "again")
    elsewhere = Thread(target=claim, args=(fresh_site,))
    elsewhere.start()
    elsewhere.join()
    assert drain(fresh_site) == []
    with connected(fresh_site) as context:
        context.db.execute("UPDATE `ristretto_job` SET `lease` = 1 WHERE `status` = 'started'")
        context.db.commit()
    assert rq_worker.mend([fresh_site]) == 1
    assert drain(fresh_site) == ["again"]


def test_a_queue_is_worked_in_its_order(redis: Redis, fresh_site: Site) -> None:
    """First come, first served, but for what is put in front; a job removed meanwhile is not done."""
    queue(fresh_site, "first", "second")
    queue(fresh_site, "third", job_id="third")
    queue(fresh_site, "front", at_front=True)
    with connected(fresh_site) as context:
        registry.remove("third")
        context.db.commit()
    assert drain(fresh_site) == ["front", "first", "second"]


def test_a_worker_is_known(redis: Redis, fresh_site: Site) -> None:
    """By Redis, with its queues, while it lives."""
    worker = rq_worker.RowWorker([fresh_site], ("long",), None)
    worker.register_birth()
    with connected(fresh_site):
        [row] = frappe.get_list("RQ Worker")
        assert (row.queue, row.status) == ("long", "idle")
    worker.register_death()
    with connected(fresh_site):
        assert frappe.get_list("RQ Worker") == []
