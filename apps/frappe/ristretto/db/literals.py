"""Decides which parts of an app's condition are values: they leave the text, so that conditions that differ in
values alone (users, agencies) share one statement. Where a quote may be something else (a name, a comment,
bytes), everything stays as it is. Pure.
"""

from __future__ import annotations

import re
from functools import lru_cache

_QUOTED = re.compile(r"'(?:[^']|'')*'|`[^`]*`|\"[^\"]*\"")
_UNSURE = re.compile(r"\?|--|/\*")
_NOT_A_VALUE = re.compile(r"(?:\bas\s+|\w)$", re.I)
_MYSQL_QUOTED = re.compile(r"'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.|\"\")*\"|`[^`]*`", re.S)
_MYSQL_UNSURE = re.compile(r"\?|--|/\*|#")
_PATTERN_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\[%_]")
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "Z": "\x1a"}


@lru_cache(maxsize=4_096)
def split_literals(sql: str) -> tuple[str, tuple[str, ...]]:
    """The text with `?` for its quoted values, which are standard SQL's."""
    quoted = list(_QUOTED.finditer(sql))
    literals = [match for match in quoted if match[0].startswith("'")]
    if _UNSURE.search(sql) or any(_NOT_A_VALUE.search(sql[: match.start()]) for match in literals):
        return sql, ()
    text = _QUOTED.sub(lambda match: "?" if match[0].startswith("'") else match[0], sql)
    return text, tuple(match[0][1:-1].replace("''", "'") for match in literals)


@lru_cache(maxsize=4_096)
def split_mysql_literals(sql: str) -> tuple[str, tuple[str, ...]]:
    """The same for MySQL's dialect: either quote, backslash escapes."""
    literals = [match for match in _MYSQL_QUOTED.finditer(sql) if match[0][0] != "`"]
    if any(
        _NOT_A_VALUE.search(sql[: match.start()]) or _PATTERN_ESCAPE.search(match[0])
        for match in literals
    ):
        return sql, ()
    if _MYSQL_UNSURE.search(_MYSQL_QUOTED.sub("", sql)):
        return sql, ()
    text = _MYSQL_QUOTED.sub(lambda match: match[0] if match[0][0] == "`" else "?", sql)
    return text, tuple(_unescaped(match[0]) for match in literals)


def _unescaped(literal: str) -> str:
    quote = literal[0]
    return re.sub(
        rf"\\(.)|{quote}{quote}",
        lambda m: _LETTERS.get(m[1], m[1]) if m[1] else quote,
        literal[1:-1],
        flags=re.S,
    )
