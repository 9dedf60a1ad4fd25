"""Decides when a script has had enough: time, memory and the size of what one step makes.

The budget belongs to the context, so that a script that saves a record whose scripts save another shares one budget
with all of them. Its end is no `Exception`: a script can catch its own errors, not this.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ristretto.context import current
from ristretto.context.translate import translate as _
from ristretto.errors import LimitExceeded, ValidationError

LARGEST = 10_000_000  # signs of a text, members of a list
LONGEST_RANGE = 1_000_000
LARGEST_BITS = 1_000_000
DEEPEST = 8  # scripts that set off each other
LOOK_SECONDS = 0.02
MIB = 1024 * 1024
_STATM = Path("/proc/self/statm")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_CONVERSIONS: Mapping[int, Callable[[Any], str]] = {115: str, 114: repr, 97: ascii}
_WIDTH = re.compile(r"\d{6,}|\*")


class BudgetSpent(BaseException):
    """The script must end; carries the sentence for its caller."""


class Budget:
    """What the running scripts of one request may still use."""

    def __init__(self, seconds: float, memory_mb: int) -> None:
        self.seconds, self.memory_mb = seconds, memory_mb
        self.until = time.monotonic() + seconds
        self.depth = 0
        self._next_look = 0.0
        self._most = _resident() + memory_mb * MIB

    def tick(self) -> None:
        """Once for each turn and call. Raises BudgetSpent."""
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + LOOK_SECONDS
        if now > self.until:
            self._next_look = 0.0  # whoever asks again hears it again
            raise BudgetSpent(_("it took longer than {0} seconds").format(f"{self.seconds:g}"))
        if _resident() > self._most:
            self._next_look = 0.0
            raise BudgetSpent(_("it needs more than {0} MB of memory").format(self.memory_mb))


def tick() -> None:
    """Of the script that runs. What a script left behind (a function, a generator) runs no more."""
    budget = getattr(current(), "script_budget", None)
    if budget is None:
        raise LimitExceeded(_("The script was stopped: {0}").format(_("it is over")))
    budget.tick()


@contextmanager
def budgeted(seconds: float, memory_mb: int) -> Iterator[Budget]:
    """Run a script within the budget of the context, or open one; its end becomes LimitExceeded outside the first."""
    context: Any = current()
    outer = getattr(context, "script_budget", None)
    budget: Budget = outer or Budget(seconds, memory_mb)
    if budget.depth >= DEEPEST:
        raise ValidationError(
            _("Scripts set off each other more than {0} times: one of them must stop").format(
                DEEPEST
            )
        )
    context.script_budget = budget
    budget.depth += 1
    try:
        yield budget
    except BudgetSpent as error:
        if outer:
            raise
        raise LimitExceeded(_("The script was stopped: {0}").format(error)) from error
    finally:
        budget.depth -= 1
        context.script_budget = outer


def _resident() -> int:
    """Bytes of memory that this process holds."""
    return int(_STATM.read_bytes().split()[1]) * _PAGE


def ticking(values: Any) -> Iterator[Any]:
    """What a loop of a script walks over."""
    for value in values:
        tick()
        yield value


def _small(size: int) -> None:
    if size > LARGEST:
        raise ValidationError(_("The value is too large"))


def _sized(value: Any) -> bool:
    return isinstance(value, str | bytes | list | tuple)


def add(left: Any, right: Any) -> Any:
    if _sized(left) and _sized(right):
        _small(len(left) + len(right))
    return left + right


def mult(left: Any, right: Any) -> Any:
    for one, other in ((left, right), (right, left)):
        if _sized(one) and isinstance(other, int):
            _small(len(one) * other)
    if isinstance(left, int) and isinstance(right, int):
        _few_bits(left.bit_length() + right.bit_length())
    return left * right


def power(left: Any, right: Any, modulus: Any = None) -> Any:
    if modulus is not None:
        return pow(left, right, modulus)
    if isinstance(left, int) and isinstance(right, int):
        _few_bits(left.bit_length() * abs(right))
    return left**right


def shift(left: Any, right: Any) -> Any:
    if isinstance(left, int) and isinstance(right, int):
        _few_bits(left.bit_length() + right)
    return left << right


def modulo(left: Any, right: Any) -> Any:
    """Also the formatting of a text: `%9999999d` is as large as it says."""
    if isinstance(left, str | bytes):
        _narrow(left if isinstance(left, str) else left.decode("latin-1"))
    return left % right


def formatted(value: Any, conversion: int, spec: str) -> str:
    """One part of an f-string that has a format."""
    _narrow(spec)
    shown: Callable[[Any], str] | None = _CONVERSIONS.get(conversion)
    return format(shown(value) if shown else value, spec)


def _narrow(spec: str) -> None:
    if _WIDTH.search(spec):
        raise ValidationError(_("The value is too large"))


def _few_bits(bits: int) -> None:
    if bits > LARGEST_BITS:
        raise ValidationError(_("The number is too large"))


def bounded_range(*arguments: int) -> range:
    made = range(*arguments)
    if (made.stop - made.start) // made.step > LONGEST_RANGE:
        raise ValidationError(_("A range has at most {0} members").format(LONGEST_RANGE))
    return made


def bounded_method(holder: str | bytes, name: str) -> Callable[..., Any] | None:
    """A method of a text that makes a large one of a small one, with the question for its size before it."""
    measure = _MEASURES.get(name)
    if measure is None:
        return None
    method = getattr(holder, name)

    def asked(*arguments: Any, **named: Any) -> Any:
        values = list(arguments)
        if name == "join" and values:
            values[0] = list(values[0])
        _small(measure(holder, *values))
        return method(*values, **named)

    return asked


def _wide(_holder: Any, width: Any = 0, *_more: Any) -> int:
    return int(width)


def _tabs(holder: Any, size: Any = 8) -> int:
    return len(holder) * max(1, int(size))


def _replaced(holder: Any, old: Any = "", new: Any = "", *_count: Any) -> int:
    return int(len(holder) + (holder.count(old) if old else len(holder) + 1) * len(new))


def _joined(holder: Any, parts: Any = ()) -> int:
    return sum(len(part) + len(holder) for part in parts if isinstance(part, str | bytes))


def _translated(holder: Any, table: Any = None) -> int:
    values = table.values() if isinstance(table, Mapping) else ()
    longest = max((len(each) for each in values if isinstance(each, str)), default=1)
    return len(holder) * max(1, longest)


_MEASURES: Mapping[str, Callable[..., int]] = {
    "ljust": _wide,
    "rjust": _wide,
    "center": _wide,
    "zfill": _wide,
    "expandtabs": _tabs,
    "replace": _replaced,
    "join": _joined,
    "translate": _translated,
}

GUARDS: Mapping[str, Any] = {
    "_tick_": tick,
    "_getiter_": ticking,
    "_add_": add,
    "_mult_": mult,
    "_pow_": power,
    "_lshift_": shift,
    "_mod_": modulo,
    "_formatted_": formatted,
}
