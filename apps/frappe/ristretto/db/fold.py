"""Decides what a search ignores: case, accents, and the bar of đ."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_BARRED = str.maketrans({"đ": "d", "Đ": "d"})


@lru_cache(maxsize=5_000)
def fold(text: str) -> str:
    """Lower-case ASCII-like form for comparing: `Đăng ký` -> `dang ky`."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.translate(_BARRED))
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch)).lower()


@lru_cache(maxsize=50_000, typed=True)
def fold_value(value: object) -> str | None:
    """The SQL function `fold`. Called for every row of a search, so a known text costs no Python frame."""
    return None if value is None else fold(str(value))
