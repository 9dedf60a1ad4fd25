"""Decides which cookies an answer carries: the session id, and four readable facts about its
user."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from werkzeug.http import dump_cookie
from werkzeug.wrappers import Response

SESSION_COOKIES = ("sid", "system_user", "full_name", "user_id", "user_image")


_quoted = lru_cache(maxsize=4_096)(quote)


@lru_cache(maxsize=4_096)
def _line(key: str, options: tuple[tuple[str, Any], ...]) -> str:
    """The header's text; every answer to one person carries the same five."""
    return dump_cookie(key, **dict(options))


class CookieManager:
    """Collects cookies while a request runs; `flush_cookies` writes them into the answer."""

    def __init__(self, secure: bool = False) -> None:
        self.secure = secure
        self.cookies: dict[str, dict[str, Any]] = {}
        self.to_delete: list[str] = []

    def set_cookie(
        self,
        key: str,
        value: str | None,
        expires: Any = None,
        secure: bool = False,
        httponly: bool = False,
        samesite: str = "Lax",
        max_age: int | None = None,
    ) -> None:
        """Last call per key wins; `Secure` is added on https."""
        self.cookies[key] = {
            "value": _quoted(value or ""),
            "expires": expires,
            "secure": secure or self.secure,
            "httponly": httponly,
            "samesite": samesite,
            "max_age": max_age,
        }

    def delete_cookie(self, to_delete: str | list[str] | tuple[str, ...]) -> None:
        """Ask the browser to forget cookies; stronger than a value set in the same answer."""
        self.to_delete.extend([to_delete] if isinstance(to_delete, str) else to_delete)

    def flush_cookies(self, response: Response) -> None:
        for key, options in self.cookies.items():
            response.headers.add("Set-Cookie", _line(key, tuple(options.items())))
        for key in dict.fromkeys(self.to_delete):
            response.delete_cookie(key, secure=self.secure, samesite="Lax", httponly=key == "sid")
