"""SQL functions for queries: pypika's, and those that Frappe adds under its own names."""

from __future__ import annotations

from typing import Any

from pypika.functions import *  # noqa: F403
from pypika.functions import Cast, DistinctOptionFunction, IfNull
from pypika.terms import CustomFunction, Function
from ristretto.db.dialects import speech

Ifnull = IfNull
DateFormat = CustomFunction("DATE_FORMAT", ["date", "format"])
UnixTimestamp = CustomFunction("UNIX_TIMESTAMP", ["date"])
CombineDatetime = CustomFunction("TIMESTAMP", ["date", "time"])


class GroupConcat(DistinctOptionFunction):
    """`GROUP_CONCAT(x)`."""

    def __init__(self, column: Any, alias: str | None = None) -> None:
        super().__init__("GROUP_CONCAT", column, alias=alias)


class Concat_ws(Function):
    """`CONCAT_WS(separator, a, b, …)`."""

    def __init__(self, *terms: Any, **kwargs: Any) -> None:
        super().__init__("CONCAT_WS", *terms, **kwargs)


class Locate(Function):
    """`LOCATE(text, column)`, 1-based, 0 when absent."""

    def __init__(self, *terms: Any, **kwargs: Any) -> None:
        super().__init__("LOCATE", *terms, **kwargs)


class Timestamp(Function):
    """`TIMESTAMP(date[, time])`."""

    def __init__(self, term: Any, time: Any = None, alias: str | None = None) -> None:
        terms = (term,) if time is None else (term, time)
        super().__init__("TIMESTAMP", *terms, alias=alias)


class Round(Function):
    def __init__(self, term: Any, decimal: int = 0, **kwargs: Any) -> None:
        super().__init__("ROUND", term, decimal, **kwargs)


class Truncate(Function):
    def __init__(self, term: Any, decimal: int, **kwargs: Any) -> None:
        super().__init__("TRUNCATE", term, decimal, **kwargs)


class Cast_(Cast):
    """`CAST(x AS type)`; a cast to varchar is a cast to char."""

    def __init__(self, value: Any, as_type: Any, alias: str | None = None) -> None:
        wanted = "CHAR" if str(as_type).lower().startswith("varchar") else as_type
        super().__init__(value, wanted, alias=alias)


class Folded(Function):
    """A text as a search compares it, in the words of the running database."""

    def __init__(self, value: Any, alias: str | None = None) -> None:
        super().__init__("FOLD", value, alias=alias)

    def get_function_sql(self, **kwargs: Any) -> str:
        return speech().folded(str(self.get_arg_sql(self.args[0], **kwargs)))


class Match(Folded):
    """Full-text search in name only: the folded column `like %text%` through `Against`."""

    def __init__(self, column: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(column, **kwargs)

    def Against(self, text: str) -> Any:
        return self.like(Folded(f"%{text}%"))
