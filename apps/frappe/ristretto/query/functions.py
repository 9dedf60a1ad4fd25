"""Decides which SQL functions a query may name, with how many arguments, and what kind they answer.

Stock refuses a list of names and lets everything else pass (`sleep`, `load_file`, sub-selects:
Q-FORM-197…228);
here only what is listed exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ristretto.context.translate import translate as _
from ristretto.errors import DataError, ValidationError
from ristretto.query.nodes import DATE, DATETIME, FLOAT, INT, TEXT, Fn, Lit

UNITS = frozenset(
    {"microsecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year"}
)
AGGREGATES = frozenset({"count", "sum", "avg", "min", "max", "group_concat"})


@dataclass(frozen=True, slots=True)
class Signature:
    """`kind` "same" is that of the first argument."""

    least: int
    most: int
    kind: str
    unit_first: bool = False


FUNCTIONS: dict[str, Signature] = {
    "count": Signature(1, 1, INT),
    "sum": Signature(1, 1, FLOAT),
    "avg": Signature(1, 1, FLOAT),
    "min": Signature(1, 1, "same"),
    "max": Signature(1, 1, "same"),
    "group_concat": Signature(1, 1, TEXT),
    "date": Signature(1, 1, DATE),
    **{
        name: Signature(1, 1, INT)
        for name in (
            "year",
            "month",
            "quarter",
            "week",
            "day",
            "dayofmonth",
            "dayofweek",
            "dayofyear",
            "weekday",
            "hour",
            "minute",
            "second",
            "length",
            "char_length",
            "ceil",
            "ceiling",
            "floor",
            "unix_timestamp",
            "yearweek",
        )
    },
    **{
        name: Signature(1, 1, TEXT)
        for name in (
            "upper",
            "lower",
            "trim",
            "ltrim",
            "rtrim",
            "monthname",
            "dayname",
            "time",
        )
    },
    "date_format": Signature(2, 2, TEXT),
    "datediff": Signature(2, 2, INT),
    "timestampdiff": Signature(3, 3, INT, unit_first=True),
    "last_day": Signature(1, 1, DATE),
    "now": Signature(0, 0, DATETIME),
    "curdate": Signature(0, 0, DATE),
    "substring": Signature(2, 3, TEXT),
    "substr": Signature(2, 3, TEXT),
    "locate": Signature(2, 3, INT),
    "replace": Signature(3, 3, TEXT),
    "round": Signature(1, 2, FLOAT),
    "abs": Signature(1, 1, "same"),
}
# additionally useful for sorting; stock lets them pass there and nowhere else
ORDER_FUNCTIONS: dict[str, Signature] = {
    "ifnull": Signature(2, 2, "same"),
    "coalesce": Signature(2, 9, "same"),
    "field": Signature(2, 99, INT),
}


def make(
    name: str,
    args: tuple[Any, ...],
    distinct: bool,
    place: str,
    *,
    ordering: bool = False,
    error: type[ValidationError] = DataError,
) -> Fn:
    """The call, checked against the table; `error` for anything unlisted."""
    key = name.lower()
    signature = FUNCTIONS.get(key) or (ORDER_FUNCTIONS.get(key) if ordering else None)
    if signature is None:
        raise error(_("{0}: the function {1} cannot be used here").format(place, name))
    if not signature.least <= len(args) <= signature.most:
        raise error(
            _("{0}: the function {1} has the wrong number of arguments").format(place, name)
        )
    if distinct and key not in AGGREGATES:
        raise error(_("{0}: distinct cannot be used inside {1}").format(place, name))
    kind = signature.kind
    if kind == "same":
        kind = getattr(args[0], "kind", TEXT)
    return Fn(key, args, distinct, kind)


def calculate(sign: str, left: Any, right: Any) -> Fn:
    """`left sign right` of two numbers."""
    is_whole = sign != "/" and all(kind_of(each) == INT for each in (left, right))
    return Fn(sign, (left, right), kind=INT if is_whole else FLOAT)


def kind_of(term: Any) -> str:
    if isinstance(term, Lit):
        return {int: INT, float: FLOAT}.get(type(term.value), TEXT)
    return str(getattr(term, "kind", TEXT))


def is_aggregate(expression: Any) -> bool:
    """Whether the expression folds many rows into one."""
    if not isinstance(expression, Fn):
        return False
    return expression.name in AGGREGATES or any(is_aggregate(each) for each in expression.args)
