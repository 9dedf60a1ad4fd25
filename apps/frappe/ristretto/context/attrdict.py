"""A dict whose keys are attributes; missing ones read as None (Frappe's `_dict`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any


class AttrDict(dict[Any, Any]):
    """Attribute access over a dict: `d.x` is `d.get("x")`; `update` returns the dict itself."""

    __slots__ = ()
    if TYPE_CHECKING:

        def __setattr__(self, key: str, value: Any) -> None: ...
        def __delattr__(self, key: str) -> None: ...
    else:
        __setattr__ = dict.__setitem__
        __delattr__ = dict.__delitem__

    def __getattr__(self, key: str) -> Any:
        if key[:2] == "__":
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
