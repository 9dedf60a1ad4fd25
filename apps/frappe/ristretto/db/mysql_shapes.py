"""Decides how clauses and statements that only MySQL has are written for SQLite.

Works on a statement whose quoted strings are put aside (`translate_sql`), so that a word is always SQL.
What has no counterpart (user variables, `with rollup`, `lock tables`) is left as it is, and SQLite refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_QUOTED_OR_SLASH = re.compile(r"`[^`]*`|/")
_TABLE = r"(`[^`]+`|\w+)"
_UPSERT = re.compile(r"\bon\s+duplicate\s+key\s+update\b", re.I)
_VALUES = re.compile(r"\bvalues\s*\(\s*(`[^`]+`|\w+)\s*\)", re.I)
_CALLS = re.compile(r"\b(group_concat|count)\s*\(", re.I)
_INSIDE = re.compile(
    r"^\s*(?P<distinct>distinct\s+)?(?P<value>.+?)(?:\s+order\s+by\s+(?P<key>.+?)(?P<down>\s+desc|\s+asc)?)?"
    r"(?:\s+separator\s+(?P<mark>\S+))?\s*$",
    re.I | re.S,
)
_MATCH = re.compile(
    r"\bmatch\s*\(([^()]*)\)\s*against\s*\(\s*(\S+?)(?:\s+in\s+[\w ]+?mode)?\s*\)", re.I
)
_OPTIONS = re.compile(
    r"\b(?:engine|row_format|auto_increment|(?:default\s+)?(?:charset|character\s+set|collate))\s*=?\s*\w+",
    re.I,
)
_UPDATE = re.compile(
    rf"^\s*update\s+{_TABLE}(?:\s+(?:as\s+)?(?!set\b|inner\b|join\b)(\w+))?\s*(?:,|(?:inner\s+)?join\b)\s*(.+?)"
    r"\s+set\s+(.+?)(?:\s+where\s+(.+))?$",
    re.I | re.S,
)
_JOINED_UPDATE = re.compile(
    rf"^\s*update\s+{_TABLE}(?:\s+(?:as\s+)?(?!set\b)\w+)?\s*(?:,|(?:inner\s+)?join\b)", re.I
)
_DELETE = re.compile(rf"^\s*delete\s+{_TABLE}(?:\.\*)?\s+from\s+(.+)$", re.I | re.S)
_ON = re.compile(r"\s+on\s+", re.I)
_JOIN_ON = re.compile(r"\s+(?:inner\s+)?join\s+", re.I)


def reshape(sql: str) -> str:
    """The statement as SQLite says it; the same text when nothing in it is MySQL's alone."""
    for applies, change in _CHANGES:
        if applies.search(sql):
            sql = change(sql)
    return sql


def _divided(sql: str) -> str:
    """A division is one of decimals, of whole numbers too."""
    return _QUOTED_OR_SLASH.sub(lambda m: " * 1.0 /" if m[0] == "/" else m[0], sql)


def _united(sql: str) -> str:
    """`(select …) union (select …)`: SQLite takes no parentheses around the members."""
    out, at, depth = [], 0, 0
    for match in re.finditer(r"\((?=\s*select\b)", sql, re.I):
        depth = sql.count("(", at, match.start()) - sql.count(")", at, match.start())
        end = closing(sql, match.end())
        if match.start() < at or depth or end < 0:
            continue
        out += [sql[at : match.start()], f"select * from {sql[match.start() : end + 1]}"]
        at = end + 1
    return "".join(out) + sql[at:]


def _upserted(sql: str) -> str:
    head, _, tail = _parted(sql, _UPSERT)
    # a select before the clause needs a where, or its `on` is read as that of a join
    if re.search(r"\bselect\b", head, re.I) and not re.search(r"\bwhere\b", head, re.I):
        head += " where true"
    changes = _VALUES.sub(r"excluded.\1", tail)
    return f"{head} on conflict do update set {changes}"


def _parted(sql: str, pattern: re.Pattern[str]) -> tuple[str, str, str]:
    match = pattern.search(sql)
    assert match is not None
    return sql[: match.start()], match[0], sql[match.end() :]


def _calls(sql: str) -> str:
    """group_concat and count with what SQLite does not take inside."""
    out, at = [], 0
    for match in _CALLS.finditer(sql):
        if match.start() < at:
            continue
        end = closing(sql, match.end())
        if end < 0:
            break
        inside = _calls(sql[match.end() : end])
        make = _listed if match[1].lower() == "group_concat" else _counted
        out += [sql[at : match.start()], make(inside)]
        at = end + 1
    return "".join(out) + sql[at:]


def closing(sql: str, start: int) -> int:
    """Where the parenthesis closes that was opened before `start`; -1 when it never does."""
    depth = 1
    for at in range(start, len(sql)):
        depth += {"(": 1, ")": -1}.get(sql[at], 0)
        if depth == 0:
            return at
    return -1


def top_level(text: str) -> list[str]:
    """The parts between commas that stand outside parentheses."""
    parts, depth, last = [], 0, 0
    for at, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append(text[last:at])
            last = at + 1
    return [*parts, text[last:]]


def _listed(inside: str) -> str:
    match = _INSIDE.match(inside)
    if match is None:
        return f"group_concat({inside})"
    values = top_level(match["value"])
    value = values[0] if len(values) == 1 else f"concat({match['value']})"
    mark = match["mark"] or "','"
    if not match["key"] and not match["distinct"]:
        return f"group_concat({value}, {mark})"
    key = match["key"] or "null"
    down = int((match["down"] or "").strip().lower() == "desc")
    return f"listed_values({value}, {mark}, {key}, {down}, {int(bool(match['distinct']))})"


def _counted(inside: str) -> str:
    """Distinct combinations; one with an empty member is not counted, as on MySQL."""
    words = re.match(r"\s*distinct\b(.*)$", inside, re.I | re.S)
    parts = top_level(words[1]) if words else []
    if len(parts) < 2:
        return f"count({inside})"
    return "count(distinct " + " || char(0) || ".join(part.strip() for part in parts) + ")"


def _matched(sql: str) -> str:
    return _MATCH.sub(r"(fold(concat_ws(' ', \1)) like '%' || fold(\2) || '%')", sql)


def _updated(sql: str) -> str:
    """`update a join b on … set a.x = …` as `update a set x = … from b where …`."""
    match = _UPDATE.match(sql)
    if match is None:
        return sql
    table, alias, others, changes, where = match.groups()
    own = alias or table
    tables, conditions = [], [f"({where})"] if where else []
    for each in _JOIN_ON.split(others):
        name, *condition = _ON.split(each, maxsplit=1)
        tables.append(name)
        conditions += [f"({text})" for text in condition]
    bare = re.compile(rf"^\s*`?{re.escape(own.strip('`'))}`?\s*\.\s*", re.I)
    assigned = ", ".join(bare.sub("", part).strip() for part in top_level(changes))
    named = f"{table} as {alias}" if alias else table
    joined = f" where {' and '.join(conditions)}" if conditions else ""
    return f"update {named} set {assigned} from {', '.join(tables)}{joined}"


def _deleted(sql: str) -> str:
    """`delete a from a join b …` by the numbers of the rows."""
    match = _DELETE.match(sql)
    if match is None:
        return sql
    name, source = match.groups()
    plain = name.strip("`")
    found = re.search(rf"(`[^`]+`|\w+)\s+(?:as\s+)?`?{re.escape(plain)}`?(?=[\s,]|$)", source, re.I)
    is_alias = found and found[1].lower() not in ("join", "from", ",")
    table = found[1] if found and is_alias else name
    return f"delete from {table} where rowid in (select {name}.rowid from {source})"


_COLUMNS = (
    "select name as `Field`, type as `Type`, iif(`notnull`, 'NO', 'YES') as `Null`, iif(pk, 'PRI', '') as `Key`, "
    "dflt_value as `Default`, '' as `Extra` from pragma_table_info('{0}')"
)
_INDEXES = (
    "select '{0}' as `Table`, 1 - i.`unique` as Non_unique, replace(i.name, '__{0}', '') as Key_name, "
    "c.seqno + 1 as Seq_in_index, c.name as Column_name from pragma_index_list('{0}') i, pragma_index_info(i.name) c"
)
_TABLES = "select name as `Tables` from sqlite_master where type = 'table'"
_ALL_TABLES = (
    "(select 'main' as table_schema, name as table_name from sqlite_master where type = 'table')"
)
_ALL_COLUMNS = (
    "(select 'main' as table_schema, m.name as table_name, c.name as column_name, c.type as data_type, "
    "c.type as column_type, iif(c.`notnull`, 'NO', 'YES') as is_nullable, c.dflt_value as column_default "
    "from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table')"
)
_SHOW = re.compile(
    rf"^\s*(?:(?P<desc>desc|describe)\s+(?P<t1>{_TABLE[1:-1]})"
    rf"|show\s+(?:full\s+)?(?P<what>columns|fields|index|indexes|keys)\s+(?:from|in)\s+(?P<t2>{_TABLE[1:-1]})"
    r"|show\s+(?P<tables>tables))\s*(?P<rest>(?:like|where)\s.*)?$",
    re.I | re.S,
)


def _shown(sql: str) -> str:
    """`describe`, `show columns`, `show index` and `show tables` as selects."""
    match = _SHOW.match(sql)
    if match is None:
        return sql
    table = (match["t1"] or match["t2"] or "").strip("`").replace("'", "''")
    is_index = (match["what"] or "").lower() in ("index", "indexes", "keys")
    text = _TABLES if match["tables"] else (_INDEXES if is_index else _COLUMNS).format(table)
    rest = match["rest"]
    if rest and rest.lower().startswith("like"):
        rest = f"where `{'Tables' if match['tables'] else 'Field'}` {rest}"
    return f"select * from ({text}) {rest}" if rest else text


def _listed_schema(sql: str) -> str:
    sql = re.sub(r"`?\binformation_schema`?\.`?columns`?", _ALL_COLUMNS, sql, flags=re.I)
    return re.sub(r"`?\binformation_schema`?\.`?tables`?", _ALL_TABLES, sql, flags=re.I)


def _bare_table(sql: str) -> str:
    """A table without what only MySQL's storage knows."""
    head, mark, tail = sql.rpartition(")")
    return head + mark + _OPTIONS.sub("", tail) if mark else sql


_CHANGES: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (re.compile("/"), _divided),
    (re.compile(r"^\s*\(\s*select\b", re.I), _united),
    (_UPSERT, _upserted),
    (_CALLS, _calls),
    (_MATCH, _matched),
    (_JOINED_UPDATE, _updated),
    (_DELETE, _deleted),
    (re.compile(r"^\s*(?:desc|describe|show)\s", re.I), _shown),
    (re.compile(r"\binformation_schema\b", re.I), _listed_schema),
    (re.compile(r"^\s*create\s+table\b", re.I), _bare_table),
)
