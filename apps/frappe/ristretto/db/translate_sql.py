"""Decides how SQL written for MySQL runs on SQLite: placeholders, quoting and a few forms.

Functions that only differ by name are registered on the connection (`mysql_functions`); here are the forms
that need another shape: `%s` placeholders, `interval n unit`, `if(...)`, double-quoted strings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

_TOKEN = re.compile(
    r"""(?P<string>'(?:[^'\\]|\\.|'')*')|(?P<dquoted>"(?:[^"\\]|\\.)*")|(?P<tick>`[^`]*`)"""
    r"""|(?P<percent>%%)|(?P<named>%\((?P<key>\w+)\)s)|(?P<pos>%s)|(?P<other>.)""",
    re.S | re.X,
)
_INTERVAL = re.compile(
    r"\binterval\s+(-?\d+|\?)\s+(second|minute|hour|day|week|month|quarter|year)s?\b", re.I
)
_ADD_INTERVAL = re.compile(
    r"(\?|(?:\b[\w.]+\([^()]*\))|(?:`[^`]+`(?:\.`[^`]+`)?)|(?:\b[\w.]+))\s*([+-])\s*interval\s+(-?\d+|\?)\s+(\w+?)s?\b",
    re.I,
)
_REWRITES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bfor\s+update(\s+(nowait|skip\s+locked))?\b", re.I), ""),
    (re.compile(r"\binsert\s+ignore\b", re.I), "INSERT OR IGNORE"),
    (re.compile(r"\btruncate\s+(table\s+)?", re.I), "DELETE FROM "),
    (re.compile(r"\bregexp\b", re.I), "REGEXP"),
    (re.compile(r"\bcast\((.+?)\s+as\s+(char|unsigned|signed)\)", re.I), r"cast(\1 as \2)"),
    (re.compile(r"\bas\s+char\)", re.I), "as text)"),
    (re.compile(r"\bas\s+(unsigned|signed)\)", re.I), "as integer)"),
    (re.compile(r"\bstraight_join\b", re.I), "join"),
    (re.compile(r"\bif\s*\(", re.I), "iif("),
    (re.compile(r"\bcurrent_timestamp\(\)", re.I), "current_timestamp"),
    (re.compile(r"\bdatabase\(\)", re.I), "'main'"),
    (re.compile(r"\bseparator\s*$", re.I), ", "),
    (re.compile(r"\btimestampdiff\s*\(\s*([a-z]+)\s*,", re.I), r"timestampdiff('\1',"),
    (re.compile(r"\b(left|right)\s*\(", re.I), r"`\1`("),
)


@lru_cache(maxsize=2_000)
def _scan(query: str, has_values: bool) -> tuple[str, tuple[str | None, ...]]:
    """SQL with `?`, and for each placeholder its key (None: positional)."""
    out: list[str] = []
    keys: list[str | None] = []
    plain: list[str] = []

    def flush() -> None:
        if plain:
            out.append(_rewrite("".join(plain)))
            plain.clear()

    for match in _TOKEN.finditer(query):
        kind = match.lastgroup if match.lastgroup != "key" else "named"
        text = match.group()
        if kind == "string" or kind == "dquoted":
            flush()
            out.append(_string(text, has_values))
        elif kind == "percent" and has_values:
            plain.append("%")
        elif kind == "named" and has_values:
            keys.append(match.group("key"))
            plain.append("?")
        elif kind == "pos" and has_values:
            keys.append(None)
            plain.append("?")
        else:
            plain.append(text)
    flush()
    return "".join(out), tuple(keys)


def _string(text: str, has_values: bool) -> str:
    """A MySQL string literal (either quote, backslash escapes) as a standard one."""
    inner = text[1:-1]
    if text[0] == "'":
        inner = inner.replace("''", "\x00")
    inner = re.sub(
        r"\\(.)",
        lambda m: {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}.get(
            m[1], m[1] if m[1] not in "%_" else m[0]
        ),
        inner,
    )
    if has_values:
        inner = inner.replace("%%", "%")
    return "'" + inner.replace("\x00", "'").replace("'", "''") + "'"


def _rewrite(sql: str) -> str:
    sql = _ADD_INTERVAL.sub(
        lambda m: f"add_interval({m[1]}, {'-' if m[2] == '-' else ''}{m[3]}, '{m[4].lower()}')", sql
    )
    sql = _INTERVAL.sub(lambda m: f"{m[1]}, '{m[2].lower()}'", sql)
    for pattern, replacement in _REWRITES:
        sql = pattern.sub(replacement, sql)
    return sql


def translate(query: str, values: Any = ()) -> tuple[str, list[Any]]:
    """(SQLite SQL, parameters). A list or tuple as a value becomes a list of placeholders."""
    has_values = bool(values) or isinstance(values, Mapping)
    sql, keys = _scan(query, has_values)
    if not has_values:
        return sql, []
    if not isinstance(values, Mapping) and (
        isinstance(values, str) or not isinstance(values, Sequence)
    ):
        values = (values,)
    picked = _pick(keys, values)
    return _expand(sql, picked)


def _pick(keys: tuple[str | None, ...], values: Any) -> list[Any]:
    if isinstance(values, Mapping):
        return [values[key] for key in keys if key is not None]
    return list(values)


def _expand(sql: str, values: list[Any]) -> tuple[str, list[Any]]:
    if not any(isinstance(value, list | tuple | set) for value in values):
        return sql, values
    parts = sql.split("?")
    out, flat = [parts[0]], []
    for value, tail in zip(values, parts[1:], strict=True):
        if isinstance(value, list | tuple | set):
            items = list(value) or [None]
            out.append("(" + ", ".join("?" * len(items)) + ")")
            flat.extend(items)
        else:
            out.append("?")
            flat.append(value)
        out.append(tail)
    return "".join(out), flat
