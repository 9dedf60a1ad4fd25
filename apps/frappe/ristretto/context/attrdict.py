"""A dict whose keys are attributes; missing ones read as None (Frappe's `_dict`)."""

from __future__ import annotations

from typing import Any


class AttrDict(dict[Any, Any]):
    """Attribute access over a dict: `d.x` is `d.get("x")`; `update` returns the dict itself."""

    __slots__ = ()
    __setattr__ = dict.__setitem__  # type: ignore[assignment]
    __delattr__ = dict.__delitem__  # type: ignore[assignment]

    def __getattr__(self, key: str) -> Any:
        if key.startswith("__"):
            raise AttributeError(key)
        return self.get(key)

    def __getstate__(self) -> dict[Any, Any]:
        return dict(self)

    def __setstate__(self, state: dict[Any, Any]) -> None:
        dict.update(self, state)

    def update(self, *args: Any, **kwargs: Any) -> AttrDict:  # type: ignore[override]
        super().update(*args, **kwargs)
        return self

    def copy(self) -> AttrDict:
        return AttrDict(self)
