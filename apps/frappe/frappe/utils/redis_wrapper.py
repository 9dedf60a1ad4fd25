"""`frappe.cache`: Redis' vocabulary over the store shared by the site's processes.

`frappe.cache` and `frappe.cache()` are the same object. Keys get the site's prefix; `user` adds the
user's name. Values read once in a request are kept until its end, as apps expect.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterable
from typing import Any

from ristretto.db.shared_cache import SharedCache, store_of

from frappe.utils import site_settings

_MISSING = object()


def _store() -> SharedCache:
    """The store of the connected site (one per process and site)."""
    ctx = site_settings.bound()
    if ctx is None:
        raise RuntimeError("No site is connected: frappe.cache needs frappe.init(site)")
    return store_of(ctx.site)


def _local() -> dict[Any, Any]:
    """Values of this request."""
    ctx = site_settings.bound()
    return ctx.request_cache.setdefault("frappe.cache", {}) if ctx else {}


def _text(key: Any) -> str:
    return key.decode() if isinstance(key, bytes) else str(key)


class RedisWrapper:
    """The names of Frappe's Redis wrapper that apps call."""

    def __call__(self) -> RedisWrapper:
        return self

    def connected(self) -> bool:
        return site_settings.bound() is not None

    ping = connected

    def make_key(self, key: Any, user: Any = None, shared: bool = False) -> str:
        """The stored name: the key itself when shared, else with the user's name."""
        name = _text(key)
        if shared:
            return f"shared|{name}"
        if user:
            if user is True:
                import frappe

                user = frappe.session.user
            name = f"user:{user}:{name}"
        return name

    # values -----------------------------------------------------------------------------------

    def set_value(
        self,
        key: Any,
        val: Any,
        user: Any = None,
        expires_in_sec: float | None = None,
        shared: bool = False,
    ) -> None:
        name = self.make_key(key, user, shared)
        _store().set(name, val, expires_in_sec)
        if expires_in_sec:
            _local().pop(name, None)
        else:
            _local()[name] = val

    def get_value(
        self,
        key: Any,
        generator: Callable[[], Any] | None = None,
        user: Any = None,
        expires: bool = False,
        shared: bool = False,
        use_local_cache: bool = True,
    ) -> Any:
        """The value; when missing, `generator()` is stored and returned."""
        name = self.make_key(key, user, shared)
        if use_local_cache and not expires and name in _local():
            return _local()[name]
        value = _store().get(name)
        if value is None and generator:
            value = generator()
            self.set_value(key, value, user=user, shared=shared)
        elif value is not None and use_local_cache and _store().ttl(name) == -1:
            _local()[name] = value
        return value

    def get_all(self, key: str) -> dict[str, Any]:
        """Values by name of the keys that start with `key`."""
        return {name: _store().get(name) for name in _store().keys(f"{key}*")}

    def get_keys(self, key: str) -> list[str]:
        return _store().keys(f"{_text(key)}*")

    def delete_keys(self, key: str) -> None:
        self.delete_value(self.get_keys(key), make_keys=False)

    def delete_key(self, *args: Any, **kwargs: Any) -> None:
        self.delete_value(*args, **kwargs)

    def delete_value(
        self, keys: Any, user: Any = None, make_keys: bool = True, shared: bool = False
    ) -> None:
        if not keys:
            return
        listed = keys if isinstance(keys, list | tuple | set) else [keys]
        names = [self.make_key(key, user, shared) if make_keys else key for key in listed]
        for name in names:
            _local().pop(name, None)
        _store().delete(names)

    delete = delete_value

    def exists(self, *names: Any, user: Any = None, shared: bool = False) -> int:
        return sum(_store().has(self.make_key(name, user, shared)) for name in names)

    def expire(self, key: Any, time: float) -> bool:
        return _store().expire(self.make_key(key), time)

    expire_key = expire

    def ttl(self, key: Any) -> int:
        return _store().ttl(self.make_key(key))

    # raw values: Redis answers bytes, and so does this ------------------------------------------

    def get(self, name: Any) -> bytes | None:
        value = _store().get(_text(name))
        return value if value is None or isinstance(value, bytes) else str(value).encode()

    def set(
        self, name: Any, value: Any, ex: float | None = None, nx: bool = False, **kwargs: Any
    ) -> bool | None:
        ttl = ex or (kwargs["px"] / 1000 if kwargs.get("px") else None)
        if nx:
            return _store().add(_text(name), value, ttl) or None
        _store().set(_text(name), value, ttl)
        return True

    def setex(self, name: Any, time: float, value: Any) -> bool:
        _store().set(self.make_key(name), value, time)
        return True

    def setnx(self, name: Any, value: Any) -> bool:
        return _store().add(_text(name), value)

    def incrby(self, key: Any, amount: int = 1) -> int:
        return _store().add_to(self.make_key(key), amount)

    incr = incrby

    def decrby(self, key: Any, amount: int = 1) -> int:
        return _store().add_to(self.make_key(key), -amount)

    # hashes -----------------------------------------------------------------------------------

    def hset(self, name: Any, key: Any, value: Any, shared: bool = False, **_: Any) -> None:
        if key is None:
            return
        _store().hash_set(self.make_key(name, shared=shared), _text(key), value)
        _local().pop(("hash", self.make_key(name, shared=shared), _text(key)), None)

    def hget(
        self,
        name: Any,
        key: Any,
        generator: Callable[[], Any] | None = None,
        shared: bool = False,
    ) -> Any:
        if key is None:
            return None
        value = _store().hash_get(self.make_key(name, shared=shared), _text(key))
        if value is None and generator:
            value = generator()
            self.hset(name, key, value, shared=shared)
        return value

    def hincrby(self, name: Any, key: Any, amount: int = 1) -> int:
        return _store().hash_add(self.make_key(name), _text(key), amount)

    def hexists(self, name: Any, key: Any, shared: bool = False) -> bool:
        return key is not None and _store().hash_has(self.make_key(name, shared=shared), _text(key))

    def hgetall(self, name: Any) -> dict[str, Any]:
        return _store().hash_all(self.make_key(name))

    def hkeys(self, name: Any) -> list[bytes]:
        return [key.encode() for key in _store().hash_all(self.make_key(name))]

    def hlen(self, name: Any) -> int:
        return len(_store().hash_all(self.make_key(name)))

    def hdel(self, name: Any, keys: Any, shared: bool = False, pipeline: Any = None) -> None:
        listed = keys if isinstance(keys, list | tuple | set) else [keys]
        _store().hash_delete(self.make_key(name, shared=shared), [_text(key) for key in listed])

    def hdel_names(self, names: Iterable[Any], key: Any) -> None:
        for name in names:
            self.hdel(name, key)

    def hdel_keys(self, name_starts_with: str, key: Any) -> None:
        """Remove one field from every hash whose name starts so."""
        for name in _store().keys(f"{name_starts_with}*"):
            _store().hash_delete(name, [_text(key)])

    # lists ------------------------------------------------------------------------------------

    def lpush(self, key: Any, *values: Any) -> int:
        return _store().push(self.make_key(key), values, left=True)

    def rpush(self, key: Any, *values: Any) -> int:
        return _store().push(self.make_key(key), values, left=False)

    def lpop(self, key: Any) -> Any:
        return _as_bytes(_store().pop(self.make_key(key), left=True))

    def rpop(self, key: Any) -> Any:
        return _as_bytes(_store().pop(self.make_key(key), left=False))

    def llen(self, key: Any) -> int:
        return _store().length(self.make_key(key))

    def lrange(self, key: Any, start: int, stop: int) -> list[Any]:
        items = [_as_bytes(item) for item in _store().items(self.make_key(key))]
        return items[start:] if stop == -1 else items[start : stop + 1 if stop != -1 else None]

    def ltrim(self, key: Any, start: int, stop: int) -> None:
        end = None if stop == -1 else stop + 1
        _store().change_items(self.make_key(key), lambda items: items[start:end])

    def lrem(self, key: Any, count: int, value: Any) -> int:
        """Remove the first `count` equal items, from the end when negative, all when 0."""
        removed = 0

        def without(items: list[Any]) -> list[Any]:
            nonlocal removed
            kept, limit = [], abs(count) or len(items)
            for item in items if count >= 0 else reversed(items):
                if removed < limit and _as_bytes(item) == _as_bytes(value):
                    removed += 1
                else:
                    kept.append(item)
            return kept if count >= 0 else kept[::-1]

        _store().change_items(self.make_key(key), without)
        return removed

    # sets -------------------------------------------------------------------------------------

    def sadd(self, name: Any, *values: Any) -> int:
        return _store().include(self.make_key(name), [_as_bytes(value) for value in values])

    def srem(self, name: Any, *values: Any) -> int:
        return sum(_store().exclude(self.make_key(name), _as_bytes(value)) for value in values)

    def scard(self, name: Any) -> int:
        return len(_store().members(self.make_key(name)))

    def sismember(self, name: Any, value: Any) -> bool:
        return _as_bytes(value) in _store().members(self.make_key(name))

    def smembers(self, name: Any) -> set[Any]:
        return _store().members(self.make_key(name))

    def spop(self, name: Any) -> Any:
        """Take one member, None when the set is empty."""
        return _store().take(self.make_key(name))

    def srandmember(self, name: Any, count: int | None = None) -> Any:
        members = list(_store().members(self.make_key(name)))
        return (members[0] if members else None) if count is None else members[:count]

    # upkeep -----------------------------------------------------------------------------------

    def keys(self, pattern: str = "*") -> list[bytes]:
        return [name.encode() for name in _store().keys("*") if fnmatch.fnmatch(name, pattern)]

    def flushall(self) -> None:
        _local().clear()
        _store().clear()

    flushdb = flushall

    def pipeline(self, *args: Any, **kwargs: Any) -> _Pipeline:
        return _Pipeline(self)


class _Pipeline:
    """Collects calls and makes them in order on `execute`."""

    def __init__(self, cache: RedisWrapper) -> None:
        self._cache = cache
        self._calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Any:
        def collect(*args: Any, **kwargs: Any) -> _Pipeline:
            self._calls.append((name, args, kwargs))
            return self

        return collect

    def __enter__(self) -> _Pipeline:
        return self

    def __exit__(self, *_: object) -> None:
        self._calls.clear()

    def execute(self) -> list[Any]:
        calls, self._calls = self._calls, []
        return [getattr(self._cache, name)(*args, **kwargs) for name, args, kwargs in calls]


def _as_bytes(value: Any) -> Any:
    """Lists and sets answer bytes for text and numbers, as Redis does."""
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value).encode()
    return value


cache = RedisWrapper()


def setup_cache() -> RedisWrapper:
    return cache
