"""`frappe.local` and the names that follow it: windows on the running context."""

from __future__ import annotations

from typing import Any

from ristretto.context import Context, current, has_context


class LocalProxy:
    """Looks up one attribute of the context each time it is used."""

    __slots__ = ("_name",)
    _name: str

    def __init__(self, name: str) -> None:
        object.__setattr__(self, "_name", name)

    def _target(self) -> Any:
        return _value(self._name)

    def __getattr__(self, key: str) -> Any:
        return getattr(_value(self._name), key)

    def __setattr__(self, key: str, value: Any) -> None:
        setattr(self._target(), key, value)

    def __delattr__(self, key: str) -> None:
        delattr(self._target(), key)

    def __getitem__(self, key: Any) -> Any:
        return self._target()[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        self._target()[key] = value

    def __delitem__(self, key: Any) -> None:
        del self._target()[key]

    def __contains__(self, key: object) -> bool:
        return key in self._target()

    def __iter__(self) -> Any:
        return iter(self._target())

    def __len__(self) -> int:
        return len(self._target())

    def __bool__(self) -> bool:
        return has_context() and bool(self._target())

    def __eq__(self, other: object) -> bool:
        return bool(self._target() == other)

    def __hash__(self) -> int:
        return hash(self._target())

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._target()(*args, **kwargs)

    def __repr__(self) -> str:
        return repr(self._target()) if has_context() else "<unbound>"


class Local:
    """Attributes of the context, spelled as Frappe spells them."""

    def __getattr__(self, key: str) -> Any:
        if key.startswith("__"):
            raise AttributeError(key)
        return _value(key)

    def __setattr__(self, key: str, value: Any) -> None:
        setattr(current(), key, value)

    def __delattr__(self, key: str) -> None:
        delattr(current(), key)


def _value(key: str) -> Any:
    special = _SPECIAL.get(key)
    return special(current()) if special else getattr(current(), key)


def _database(context: Context) -> Any:
    """One facade per context, because apps keep `frappe.db` callbacks and flags on it."""
    facade = context.__dict__.get("_facade")
    if facade is None:
        from frappe.database.database import Database

        facade = context.__dict__["_facade"] = Database()
    return facade


def _cache(_context: Context) -> Any:
    from frappe.utils.redis_wrapper import cache

    return cache


_SPECIAL = {
    "app_modules": lambda context: context.site.modules,
    "module_app": lambda context: context.site.module_app,
    "site": lambda context: context.site.name,
    "site_path": lambda context: str(context.site.path),
    "sites_path": lambda context: str(context.site.sites_path),
    "db": _database,
    "cache": _cache,
    "lang": lambda context: context.lang or "en",
}

local = Local()
