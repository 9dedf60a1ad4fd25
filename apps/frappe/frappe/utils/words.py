"""Whole numbers in words, in English and Vietnamese.

Other languages get English: the public contract only asks for readable words.
"""

from __future__ import annotations

from frappe.utils import site_settings

_UNITS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SHORT_SCALE = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
_INDIAN_SCALE = ((10**7, "crore"), (10**5, "lakh"), (10**3, "thousand"))

_DIGITS_VI = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_SCALE_VI = ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"))


def in_words(integer: int | str | float, in_million: bool = True) -> str:
    """The number in the language of the request; `in_million=False` counts in lakh and crore."""
    number = int(integer)
    if number < 0:
        return ("âm " if _is_vietnamese() else "minus ") + in_words(-number, in_million)
    if in_million and _is_vietnamese():
        return _vietnamese(number)
    return _english(number, _SHORT_SCALE if in_million else _INDIAN_SCALE)


def _is_vietnamese() -> bool:
    return site_settings.language().split("_")[0] == "vi"


def _english(number: int, scale: tuple[tuple[int, str], ...]) -> str:
    for size, name in scale:
        if number >= size:
            head = f"{_english(number // size, scale)} {name}"
            rest = number % size
            joint = " and " if 0 < rest < 100 else ", "
            return head + (joint + _english(rest, scale) if rest else "")
    if number >= 100:
        rest = f" and {_english(number % 100, scale)}" if number % 100 else ""
        return f"{_UNITS[number // 100]} hundred{rest}"
    if number >= 20:
        return _TENS[number // 10] + (f" {_UNITS[number % 10]}" if number % 10 else "")
    return _UNITS[number]


def _vietnamese(number: int) -> str:
    for size, name in _SCALE_VI:
        if number >= size:
            head, rest = f"{_vietnamese(number // size)} {name}", number % size
            if not rest:
                return head
            # A group below one hundred is read with its empty hundreds: "một nghìn không trăm".
            gap = "không trăm " if rest < 100 else ""
            return f"{head} {gap}{_below_hundred(rest, bool(gap)) if gap else _vietnamese(rest)}"
    if number >= 100:
        head = f"{_DIGITS_VI[number // 100]} trăm"
        return head + (f" {_below_hundred(number % 100, True)}" if number % 100 else "")
    return _below_hundred(number, False)


def _below_hundred(number: int, after_hundreds: bool) -> str:
    tens, unit = divmod(number, 10)
    if tens == 0:
        return ("lẻ " if after_hundreds else "") + _DIGITS_VI[unit]
    head = "mười" if tens == 1 else f"{_DIGITS_VI[tens]} mươi"
    if unit == 0:
        return head
    last = {1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(unit, _DIGITS_VI[unit])
    return f"{head} {last}"
