"""Decides what a `fields` argument selects: keys, expressions, and what is silently left out.

A field that exists but may not be read is dropped, as on stock; a field that does not exist is an
error.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson

from ristretto.context.translate import translate as _
from ristretto.errors import DataError
from ristretto.query.columns import is_missing_optional, is_virtual
from ristretto.query.expressions import Entry, Name, Parser, Star
from ristretto.query.functions import is_aggregate
from ristretto.query.nodes import Col, Fn, Lit
from ristretto.query.scope import HIDDEN, Scope


@dataclass(frozen=True, slots=True)
class Selected:
    """One output column."""

    key: str
    term: Any


NULL = Lit(None)


def select(scope: Scope, fields: Any, *, keep_hidden: bool = False) -> tuple[list[Selected], bool]:
    """(columns, whether an entry said distinct). `keep_hidden`: NULL in place of a dropped
    field.
    """
    out: dict[str, Selected] = {}
    distinct = False
    for number, text in enumerate(_texts(fields), 1):
        place = f"{_('Field')} {number}"
        for entry in Parser(text, place, partial(_resolve, scope, place)).entries():
            distinct = distinct or entry.distinct
            for item in _outputs(scope, entry, keep_hidden):
                _keep(out, item, place)
    if not out:
        out["name"] = Selected("name", scope.own("name", _("Field")))
    return list(out.values()), distinct


def _keep(out: dict[str, Selected], item: Selected, place: str) -> None:
    """Two different values cannot answer under one name: stock gives the last, the others are lost."""
    known = out.setdefault(item.key, item)
    if known.term != item.term:
        text = _("{0}: another field is called {1} already. Write: {2} as another_name")
        raise DataError(text.format(place, item.key, item.key))


def with_child_names(meta: Any, fields: Any) -> list[str]:
    """The fields, and for each child table among them the name of its row as `Child DocType:name`."""
    texts = [part.strip() for text in _texts(fields) for part in text.split(",")]
    children = [
        each.options
        for each in meta.table_fields
        if any(text.startswith((f"{each.fieldname}.", f"`tab{each.options}`.")) for text in texts)
    ]
    return [*texts, *(f"`tab{each}`.name as `{each}:name`" for each in dict.fromkeys(children))]


def _texts(fields: Any) -> list[str]:
    if not fields:
        return ["name"]
    if isinstance(fields, str):
        return _from_text(fields)
    if not isinstance(fields, Iterable) or isinstance(fields, dict):
        raise DataError(_("Fields: {0} is not a list of fields").format(str(fields)[:80]))
    texts = list(fields)
    for number, each in enumerate(texts, 1):
        if not isinstance(each, str) or not each.strip():
            raise DataError(_("Field {0}: {1} is not a field").format(number, repr(each)[:80]))
    return texts


def _from_text(fields: str) -> list[str]:
    if not fields.lstrip().startswith("["):
        return [fields]
    try:
        return _texts(orjson.loads(fields))
    except orjson.JSONDecodeError as error:
        raise DataError(_("Fields: {0} is not a list of fields").format(fields[:80])) from error


def _resolve(scope: Scope, place: str, name: Name) -> Any:
    if name.name == "*" and name.prefix in ("", scope.table):
        return Star()
    is_own = name.prefix in ("", scope.table)
    if is_own and (is_missing_optional(scope.meta, name.name) or is_virtual(scope.meta, name.name)):
        return HIDDEN
    column, meta = scope.resolve(name, place)
    if column is HIDDEN or not scope.is_readable(meta, name.name):
        return HIDDEN
    return column


def _outputs(scope: Scope, entry: Entry, keep_hidden: bool) -> list[Selected]:
    if isinstance(entry.term, Star):
        return [Selected(name, scope.own(name, entry.text)) for name in scope.readable_columns()]
    if _hides(entry.term):
        return [Selected(_key(entry), NULL)] if keep_hidden else []
    if isinstance(entry.term, Lit) and not isinstance(entry.term.value, str):
        raise DataError(_("Field {0} is not a field").format(entry.text))
    return [Selected(_key(entry), entry.term)]


def _hides(term: Any) -> bool:
    return term is HIDDEN or (isinstance(term, Fn) and any(_hides(each) for each in term.args))


def _key(entry: Entry) -> str:
    if entry.alias:
        return entry.alias
    if isinstance(entry.term, Col):
        return entry.term.name
    return entry.text.strip("`").rpartition("`.`")[2] if entry.term is HIDDEN else entry.text


def is_single_aggregate(items: list[Selected]) -> bool:
    """Every output folds all rows into one."""
    return bool(items) and any(is_aggregate(item.term) for item in items)
