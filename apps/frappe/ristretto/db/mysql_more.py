"""Decides the rarer MySQL functions on SQLite: texts, hashes, clock times, JSON values, ordered lists of values."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
import uuid
import zlib
from collections.abc import Callable
from typing import Any

from ristretto.db.fold import fold

Function = tuple[int, Callable[..., Any]]


class ListedValues:
    """`group_concat(distinct value order by key desc separator mark)`."""

    def __init__(self) -> None:
        self.rows: list[tuple[Any, str]] = []
        self.mark, self.is_down, self.is_distinct = ",", False, False

    def step(self, value: Any, mark: Any, key: Any, down: Any, distinct: Any) -> None:
        self.mark, self.is_down, self.is_distinct = str(mark), bool(down), bool(distinct)
        if value is not None:
            self.rows.append((key, str(value)))

    def finalize(self) -> str | None:
        rows = sorted(self.rows, key=lambda row: _ranked(row[0]), reverse=self.is_down)
        texts = [text for _, text in rows]
        if self.is_distinct:
            texts = list({fold(text): text for text in reversed(texts)}.values())[::-1]
        return self.mark.join(texts) if texts else None


def _ranked(key: Any) -> tuple[int, Any]:
    """Empty first, numbers, then texts without regard to capitals."""
    if key is None:
        return 0, 0
    return (1, key) if isinstance(key, int | float) else (2, str(key).casefold())


def _seconds(value: Any) -> float:
    sign = -1 if str(value).startswith("-") else 1
    hours, minutes, seconds = ([*str(value).lstrip("-").split(":"), "0", "0"])[:3]
    return sign * (int(hours) * 3600 + int(minutes) * 60 + float(seconds))


def _clock(seconds: float) -> str:
    whole = abs(int(seconds))
    text = f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
    return f"-{text}" if seconds < 0 else text


def _difference(last: Any, first: Any) -> str:
    if len(str(last)) > 10:
        gap = dt.datetime.fromisoformat(str(last)) - dt.datetime.fromisoformat(str(first))
        return _clock(gap.total_seconds())
    return _clock(_seconds(last) - _seconds(first))


def _padded(text: Any, length: Any, fill: Any, *, left: bool) -> str:
    given, size = str(text), int(length)
    gap = (str(fill) * max(size, 1))[: max(size - len(given), 0)]
    return (gap + given if left else given + gap)[:size]


def _member(text: Any, path: Any) -> Any:
    """The scalar at a path such as `$.a.b`; None for what is no scalar."""
    found = json.loads(str(text))
    for part in str(path).removeprefix("$").strip(".").split("."):
        found = found.get(part) if isinstance(found, dict) and part else found
    return found if isinstance(found, str | int | float) else None


def _unquoted(text: Any) -> str:
    text = str(text)
    return str(json.loads(text)) if text.startswith('"') else text


def _formatted(value: Any, digits: Any) -> str:
    return f"{float(value):,.{int(digits)}f}"


def _logarithm(*args: Any) -> float:
    return math.log(float(args[0])) if len(args) == 1 else math.log(float(args[1]), float(args[0]))


# NULL in, NULL out; what cannot be worked out is NULL too, as on MySQL
STRICT: dict[str, Function] = {
    "lpad": (3, lambda text, length, fill: _padded(text, length, fill, left=True)),
    "rpad": (3, lambda text, length, fill: _padded(text, length, fill, left=False)),
    "lcase": (1, lambda text: str(text).lower()),
    "ucase": (1, lambda text: str(text).upper()),
    "space": (1, lambda count: " " * int(count)),
    "byte_length": (1, lambda text: len(text if isinstance(text, bytes) else str(text).encode())),
    "ascii": (1, lambda text: str(text).encode()[0] if str(text) else 0),
    "elt": (-1, lambda at, *texts: texts[int(at) - 1] if 0 < int(at) <= len(texts) else None),
    "md5": (1, lambda text: hashlib.md5(str(text).encode(), usedforsecurity=False).hexdigest()),
    "sha1": (1, lambda text: hashlib.sha1(str(text).encode(), usedforsecurity=False).hexdigest()),
    "sha2": (
        2,
        lambda text, bits: hashlib.new(f"sha{bits or 256}", str(text).encode()).hexdigest(),
    ),
    "crc32": (1, lambda text: zlib.crc32(str(text).encode())),
    "json_unquote": (1, _unquoted),
    "json_value": (2, _member),
    "format": (2, _formatted),
    "log": (-1, _logarithm),
    "time_to_sec": (1, lambda value: int(_seconds(value))),
    "sec_to_time": (1, lambda value: _clock(float(value))),
    "timediff": (2, _difference),
    "addtime": (2, lambda value, more: _clock(_seconds(value) + _seconds(more))),
    "maketime": (3, lambda h, m, s: _clock(int(h) * 3600 + int(m) * 60 + int(s))),
    "makedate": (2, lambda year, day: str(dt.date(int(year), 1, 1) + dt.timedelta(int(day) - 1))),
    "from_days": (1, lambda days: str(dt.date.fromordinal(int(days) - 365))),
}
PLAIN: dict[str, Function] = {"is_null": (1, lambda value: int(value is None))}
VOLATILE: dict[str, Function] = {
    "uuid": (0, lambda: str(uuid.uuid4())),
    "utc_timestamp": (0, lambda: dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M:%S")),
}
