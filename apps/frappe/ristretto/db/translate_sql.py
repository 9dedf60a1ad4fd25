"""Decides how SQL written for MySQL runs on SQLite: placeholders, quoting and a few forms.

Functions that only differ by name are registered on the connection (`mysql_functions`); words that stand
elsewhere are here, statements and clauses of another shape in `mysql_shapes`. Quoted strings are put aside
while words are looked for, so that nothing inside them is taken for SQL.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from ristretto.db import mysql_shapes

_TOKEN = re.compile(
    r"""(?P<string>'(?:[^'\\]|\\.|'')*')|(?P<dquoted>"(?:[^"\\]|\\.)*")|(?P<tick>`[^`]*`)"""
    r"""|(?P<comment>(?:--\s|\#)[^\n]*|/\*.*?\*/)"""
    r"""|(?P<percent>%%)|(?P<named>%\((?P<key>\w+)\)s)|(?P<pos>%s)|(?P<other>[^'"`%#\-/]+|.)""",
    re.S | re.X,
)
_PLACES = re.compile(r"'(?:[^']|'')*'|`[^`]*`|\?")
_ASIDE = re.compile("\x00(\\d+)\x00")
_UNIT = r"(second|minute|hour|day|week|month|quarter|year)s?\b"
_AMOUNT = r"(-?\d+|-?\s*\?|\x00\d+\x00|\([^()]*\))"
_INTERVAL = re.compile(rf"\binterval\s+{_AMOUNT}\s*{_UNIT}", re.I)
_ADD_INTERVAL = re.compile(
    r"(\?|\x00\d+\x00|\b[\w.]+\((?:[^()]|\([^()]*\))*\)|`[^`]+`(?:\.`[^`]+`)?|\b[\w.]+)"
    rf"\s*([+-])\s*interval\s+{_AMOUNT}\s*{_UNIT}",
    re.I,
)
# a word without which the pattern cannot match, the pattern, and what stands there on SQLite
_REWRITES: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (word, re.compile(pattern, re.I), replacement)
    for word, pattern, replacement in (
        ("update", r"\bfor\s+update(\s+(nowait|skip\s+locked))?\b", ""),
        ("ignore", r"\binsert\s+ignore\b", "INSERT OR IGNORE"),
        ("truncate", r"\btruncate\s+table\s+", "DELETE FROM "),
        ("truncate", r"^\s*truncate\s+", "DELETE FROM "),
        ("regexp", r"\bregexp\b", "REGEXP"),
        ("index", r"\b(?:use|force|ignore)\s+index\s*\([^()]*\)", ""),
        (
            "convert",
            r"\bconvert\s*\(([^(),]+|[^(),]*\([^()]*\)[^(),]*),\s*(\w+)\s*\)",
            r"cast(\1 as \2)",
        ),
        ("char", r"\bas\s+char(\s*\(\s*\d+\s*\))?\s*\)", "as text)"),
        ("signed", r"\bas\s+(unsigned|signed)(\s+integer)?\s*\)", "as integer)"),
        ("collate", r"\bcollate\s+(utf8mb4|utf8|latin1)_bin\b", "collate binary"),
        ("collate", r"\bcollate\s+(utf8mb4|utf8|latin1)_\w+", "collate nocase"),
        ("straight_join", r"\bstraight_join\b", "join"),
        ("if", r"\bif\s*\(", "iif("),
        ("<=>", r"<=>", "is"),
        ("isnull", r"\bisnull\s*\(", "is_null("),
        ("()", r"\b(current_timestamp|localtime|localtimestamp|sysdate)\(\)", "now()"),
        ("length", r"\b(?:octet_)?length\s*\(", "byte_length("),
        ("current_date", r"\bcurrent_date\(\)", "curdate()"),
        ("()", r"\b(database|schema)\(\)", "'main'"),
        ("last_insert_id", r"\blast_insert_id\(\)", "last_insert_rowid()"),
        ("extract", r"\bextract\s*\(\s*(\w+)\s+from\s+", r"\1("),
        ("timestampdiff", r"\btimestampdiff\s*\(\s*([a-z]+)\s*,", r"timestampdiff('\1',"),
        ("t(", r"\b(left|right)\s*\(", r"`\1`("),
        ("any_value", r"\bany_value\s*\(", "max("),
    )
)


@lru_cache(maxsize=2_000)
def _scan(query: str, has_values: bool) -> tuple[str, tuple[str | None, ...]]:
    """SQL with `?`, and for each placeholder its key (None: positional)."""
    plain: list[str] = []
    keys: list[str | None] = []
    aside: list[str] = []
    for match in _TOKEN.finditer(query.replace("\x00", "")):
        kind = match.lastgroup if match.lastgroup != "key" else "named"
        text = match.group()
        if kind in ("string", "dquoted"):
            plain.append(f"\x00{len(aside)}\x00")
            aside.append(_string(text, has_values))
        elif kind == "comment":
            plain.append(" ")
        elif kind == "percent" and has_values:
            plain.append("%")
        elif kind in ("named", "pos") and has_values:
            keys.append(match.group("key") if kind == "named" else None)
            plain.append("?")
        else:
            plain.append(text)
    sql = _ASIDE.sub(lambda match: aside[int(match[1])], _rewrite("".join(plain)))
    return sql, tuple(keys)


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
    lowered = sql.lower()
    if "interval" in lowered:
        sql = _add_intervals(sql)
        sql = _INTERVAL.sub(lambda m: f"{m[1]}, '{m[2].lower()}'", sql)
    for word, pattern, replacement in _REWRITES:
        if word in lowered:
            sql = pattern.sub(replacement, sql)
    return mysql_shapes.reshape(sql)


def _add_intervals(sql: str) -> str:
    """`d + interval 1 month - interval 1 day` from the left."""
    before = ""
    while sql != before:
        before = sql
        sql = _ADD_INTERVAL.sub(
            lambda m: f"add_interval({m[1]}, {'-' if m[2] == '-' else ''}{m[3]}, '{m[4].lower()}')",
            sql,
        )
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
    flat: list[Any] = []
    sizes: list[int | None] = []
    for value in values:
        is_list = isinstance(value, list | tuple | set)
        items = (list(value) or [None]) if is_list else [value]
        sizes.append(len(items) if is_list else None)
        flat += items
    return _with_lists(sql, tuple(sizes)), flat


@lru_cache(maxsize=200)
def _with_lists(sql: str, sizes: tuple[int | None, ...]) -> str:
    """The statement with as many `?` in brackets as each list has values."""
    left = iter(sizes)

    def one(match: re.Match[str]) -> str:
        size = next(left) if match[0] == "?" else None
        return match[0] if size is None else f"({', '.join('?' * size)})"

    return _PLACES.sub(one, sql)
