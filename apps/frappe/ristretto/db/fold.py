"""Decides what a search ignores: case, accents, and the bar of đ."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

Stored = str | bytes | int | float | None
KEPT = 10_000  # texts; a search over more of them folds each anew, which is quick


class _Folded(dict[int, str]):
    """{code point: what is left of it}, filled as letters turn up; marks become nothing."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFD", chr(code))
        found = "".join(ch for ch in decomposed if not unicodedata.combining(ch)).lower()
        self[code] = found
        return found


_FOLDED = _Folded({ord("đ"): "d", ord("Đ"): "d"})


def fold(text: str) -> str:
    """Lower-case ASCII-like form for comparing: `Đăng ký` -> `dang ky`."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


@lru_cache(maxsize=KEPT, typed=True)
def sort_key(value: Stored) -> Stored:
    """The SQL function `sort_key`: a Vietnamese dictionary's order. Marks count between equal letters, đ follows d."""
    if not isinstance(value, str) or value.isascii():
        return value
    barred = value.replace("đ", "d\uffff").replace("Đ", "d\uffff")
    return f"{fold(barred)}\0{unicodedata.normalize('NFC', value)}"


@lru_cache(maxsize=KEPT, typed=True)
def fold_value(value: object) -> str | None:
    """The SQL function `fold`. Called for every row of a search, so a known text costs no Python frame."""
    return None if value is None else fold(str(value))
