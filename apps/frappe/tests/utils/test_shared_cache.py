"""`frappe.cache` and the store behind it: shared by processes, with expiry."""

import subprocess
import sys
from pathlib import Path

import frappe
import pytest
from frappe.utils.caching import redis_cache, request_cache, site_cache
from ristretto.db.shared_cache import SharedCache


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> SharedCache:
    return SharedCache(tmp_path / "locks" / "cache.db", clock)


def test_values_expire(store: SharedCache, clock: Clock) -> None:
    """A value with a time to live is gone after it; one without stays."""
    store.set("short", {"a": 1}, 10)
    store.set("long", [1])

    clock.now += 11

    assert store.get("short") is None
    assert store.get("long") == [1]
    assert (store.ttl("short"), store.ttl("long")) == (-2, -1)
    assert store.keys("*") == ["long"]


def test_add_sets_only_once(store: SharedCache, clock: Clock) -> None:
    """A one-time token is taken by the first; after its time it is free again."""
    assert store.add("token", 1, 5)
    assert not store.add("token", 2, 5)
    clock.now += 6
    assert store.add("token", 3, 5)


def test_counter_keeps_its_expiry(store: SharedCache, clock: Clock) -> None:
    """Counting failures does not prolong the window."""
    store.set("failures", 1, 10)
    assert store.add_to("failures", 1) == 2
    clock.now += 11
    assert store.add_to("failures", 1) == 1


def test_lists_sets_and_hashes(store: SharedCache) -> None:
    """Queues keep their order, sets their members, hashes their fields; deleting removes all."""
    store.push("q", [1, 2], left=False)
    store.push("q", [0], left=True)
    store.include("s", ["a", "a", "b"])
    store.hash_set("h", "k", 1)

    assert store.items("q") == [0, 1, 2]
    assert store.pop("q", left=True) == 0
    assert store.members("s") == {"a", "b"}
    assert store.hash_all("h") == {"k": 1}
    store.delete(["q", "s", "h"])
    assert not any(store.has(name) for name in ("q", "s", "h"))


def test_another_process_sees_it(store: SharedCache, tmp_path: Path) -> None:
    """What one process writes, another reads at once."""
    store.set("from", "here")
    code = (
        "from ristretto.db.shared_cache import SharedCache;"
        f"c = SharedCache({str(store.path)!r}); print(c.get('from')); c.set('back', 7)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)

    assert done.stdout.strip() == "here", done.stderr
    assert store.get("back") == 7


def test_deleted_file_is_made_again(store: SharedCache) -> None:
    """An operator may remove the file; the cache starts empty."""
    store.set("a", 1)
    for path in store.path.parent.glob("cache.db*"):
        path.unlink()
    assert store.get("a") is None
    store.set("a", 2)
    assert store.get("a") == 2


def test_frappe_cache_names(ctx: object) -> None:
    """`frappe.cache` and `frappe.cache()` are one; generators run once; prefixes are cleared."""
    made: list[int] = []
    for _turn in range(2):
        frappe.cache().get_value("made", generator=lambda: made.append(1) or "x")
    frappe.cache.set_value("p:1", 1)
    frappe.cache.set_value("p:2", 2, user="a@b.vn")
    frappe.cache.hset("h", "k", None)

    assert made == [1]
    assert frappe.cache.get_value("p:2") is None
    assert frappe.cache.get_value("p:2", user="a@b.vn") == 2
    frappe.cache.delete_keys("p:")
    assert frappe.cache.get_value("p:1") is None
    assert frappe.cache.hget("h", "k", generator=lambda: 5) == 5
    frappe.cache.rpush("l", "a", "b")
    assert frappe.cache.lrange("l", 0, -1) == [b"a", b"b"]
    assert frappe.cache.hkeys("h") == [b"k"]


def test_decorators_remember(ctx: object) -> None:
    """Each decorator computes once and can be told to forget."""
    calls: list[str] = []

    @request_cache
    def once(x: int) -> int:
        calls.append("request")
        return x

    @site_cache(ttl=60)
    def here(x: int) -> int:
        calls.append("site")
        return x

    @redis_cache(ttl=60)
    def everywhere(x: int) -> int:
        calls.append("shared")
        return x

    for function in (once, here, everywhere):
        assert [function(1), function(1), function(2)] == [1, 1, 2]
    assert sorted(calls) == sorted(["request", "site", "shared"] * 2)
    everywhere.clear_cache()
    everywhere(1)
    assert calls[-1] == "shared"
