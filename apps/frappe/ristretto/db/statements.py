"""Decides what a statement does, from its text alone: whether it reads, whether it changes who may do what."""

from __future__ import annotations

import re
from functools import lru_cache

_READS = ("SELECT", "PRAGMA", "EXPLAIN", "VALUES")
_WRITE_WORD = re.compile(r"\b(insert|update|delete|replace)\b", re.I)

# What the process remembers about rights is made of these. One name covers all that begin like it.
RIGHTS_TABLES = (
    "tabCustom DocPerm",
    "tabCustom Role",
    "tabDefaultValue",
    "tabDocPerm",
    "tabDocShare",
    "tabHas Role",
    "tabLanguage",
    "tabRole",
    "tabSingles",
    "tabUser",
)
_RIGHTS = re.compile("|".join(re.escape(name) for name in RIGHTS_TABLES), re.I)
# Marks of who was here: written every few minutes for everybody, and they decide nothing.
_VISIT = re.compile(
    r"update `tabUser` set (?:`last_(?:active|login|ip)` = \?(?:, )?)+ where `name` = \?", re.I
)


@lru_cache(maxsize=4_096)
def is_read(sql: str) -> bool:
    """Whether the statement leaves the database as it is."""
    word = sql.lstrip(" \n\t(")[:8].upper()
    return word.startswith(_READS) or (word.startswith("WITH") and not _WRITE_WORD.search(sql))


@lru_cache(maxsize=4_096)
def changes_rights(sql: str) -> bool:
    """Whether a write names a table that decides rights, as its target or otherwise: rather once too often."""
    return not is_read(sql) and bool(_RIGHTS.search(sql)) and not _VISIT.fullmatch(sql)
