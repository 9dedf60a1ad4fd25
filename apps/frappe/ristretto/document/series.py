"""Decides the parts of a series: tokens, counters in `tabSeries`, and turning a counter back.

The key of a counter is the text built so far before the `#`.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import re
import secrets
import time
from typing import Any

from ristretto import errors
from ristretto.context import current
from ristretto.context.dotted import get_attr
from ristretto.context.messages import throw
from ristretto.context.translate import translate as _
from ristretto.db.dialects import speech
from ristretto.document.clock import now

_BRACES = re.compile(r"\{([^{}]+)\}")


def next_number(key: str, digits: int) -> str:
    """The next number of a counter, zero-padded; the write lock serialises it."""
    sql = speech().upsert(
        "tabSeries", ("name", "current"), ("name",), change="`current` = `current` + 1"
    )
    rows = current().db.execute(f"{sql} RETURNING `current`", (key, 1))
    return str(rows[0][0]).zfill(digits)


def next_integer(doctype: str) -> int:
    """The next name of an autoincrement DocType; neither deleted nor imported numbers are given again."""
    key, db = f"autoincrement:{doctype}", current().db
    number = int(next_number(key, 1))
    highest = int(db.execute(f"SELECT coalesce(max(`name`), 0) FROM `tab{doctype}`")[0][0])
    if number <= highest:
        number = highest + 1
        db.execute("UPDATE `tabSeries` SET `current` = ? WHERE `name` = ?", (number, key))
    return number


def parse(parts: list[str], doc: Any = None, doctype: str = "", key: str = "") -> str:
    """Join the parts of a series; only the first `#` part counts."""
    text, counted = "", False
    moment = now()
    for part in parts:
        if not part:
            continue
        if set(part) == {"#"}:
            if not counted:
                text += next_number(key or text, len(part))
                counted = True
            continue
        text += _token(part, moment, doc)
    return text


def _token(part: str, moment: dt.datetime, doc: Any) -> str:
    simple = {"YY": "%y", "MM": "%m", "DD": "%d", "YYYY": "%Y"}
    if part in simple:
        return moment.strftime(simple[part])
    if part == "WW":
        return _week(moment.date())
    if part == "timestamp":
        return str(moment)
    variables = current().site.get_hooks("naming_series_variables", {})
    if part in variables:
        return str(get_attr(variables[part][-1])(doc, part) or "")
    name = part[1:-1] if part.startswith("{") and part.endswith("}") else part
    if doc is not None and (part.startswith("{") or doc.get(name) is not None):
        value = doc.get(name)
        return "" if value is None else str(value).strip()
    return name if part.startswith("{") else part


def _week(day: dt.date) -> str:
    """ISO week, kept growing over the end of a year."""
    week = day.isocalendar()[1]
    if day.month == 1 and week > 50:
        return "00"
    if day.month == 12 and week < 10:
        return "53"
    return f"{week:02d}"


def make_autoname(
    key: str = "", doctype: str = "", doc: Any = "", *, ignore_validate: bool = False
) -> str:
    """A name from a series expression; `hash` for a random one."""
    if key == "hash":
        return random_name()
    if "#" not in key:
        key += ".#####"
    elif "." not in key and not ignore_validate:
        text = (
            _("Invalid naming series {0}").format(key)
            + (_(" of {0}").format(doctype) if doctype else "")
            + _(": dot (.) missing")
        )
        throw(text, errors.InvalidNamingSeriesError)
    return parse(key.split("."), doc or None, doctype)


def format_name(template: str, doc: Any) -> str:
    """`format:CAPA-{YYYY}-{####}`: every brace is one part; counters of all such names share one key."""

    def part(match: re.Match[str]) -> str:
        inner = match[1]
        if set(inner) == {"#"}:
            return next_number("", len(inner))
        known = doc.meta.field(inner) is not None
        return _token("{" + inner + "}" if known else inner, now(), doc)

    return _BRACES.sub(part, template)


def revert_if_last(key: str, name: str, doc: Any = None) -> None:
    """Turn the counter back when the deleted name was the last one."""
    if ".#" not in key:
        key += ".#####"
    prefix, suffix, width = _around_the_number(key, doc, name)
    digits = name[len(prefix) :].removesuffix(suffix)
    if not width or not name.startswith(prefix) or not digits.isdigit():
        return
    current().db.execute(
        "UPDATE `tabSeries` SET `current` = `current` - 1 WHERE `name` = ? AND `current` = ?",
        (prefix, int(digits)),
    )


def _around_the_number(key: str, doc: Any, name: str) -> tuple[str, str, int]:
    """What stands before and after the number in this name, and the number's width (0: there is none)."""
    parts = key.split(".")
    for place, part in enumerate(parts):
        if part and set(part) == {"#"}:
            before = parse(parts[:place], doc)
            after = parse([each for each in parts[place + 1 :] if set(each) != {"#"}], doc)
            end = len(name) - len(after) - len(part)
            return (before if name.startswith(before) else name[:end]), after, len(part)
    return "", "", 0


_ALPHABET = "0123456789abcdefghijklmnopqrstuv"
_RANDOM_BITS = 30
_SPREAD = 0x9E3779B1  # odd, so that multiplying by it never maps two numbers to one
_counter = itertools.count(secrets.randbits(_RANDOM_BITS))


def _begin_anew() -> None:
    """Processes that share a parent would count the same numbers."""
    global _counter
    _counter = itertools.count(secrets.randbits(_RANDOM_BITS))


os.register_at_fork(after_in_child=_begin_anew)


def random_name() -> str:
    """Ten letters: four from the clock in tenths of a second, six that this process never repeats.

    Plain random letters collide once in some hundred bulk inserts; a scrambled counter cannot within
    a process, and two processes would have to meet in the same tenth of a second.
    """
    ticks = int(time.time() * 10)
    number = next(_counter) * _SPREAD
    letters = [ticks >> shift for shift in (15, 10, 5, 0)]
    letters += [number >> shift for shift in range(_RANDOM_BITS - 5, -1, -5)]
    return "".join(_ALPHABET[letter & 31] for letter in letters)
