"""Amounts written with separators, with a currency, or in words."""

from __future__ import annotations

from typing import Any

from frappe.utils import site_settings
from frappe.utils.numbers import cint, cstr, flt, remainder, rounded
from frappe.utils.words import in_words

# format text -> (decimal mark, thousands mark, decimals)
number_format_info = {
    "#,###.##": (".", ",", 2),
    "#.###,##": (",", ".", 2),
    "# ###.##": (".", " ", 2),
    "# ###,##": (",", " ", 2),
    "#'###.##": (".", "'", 2),
    "#, ###.##": (".", ", ", 2),
    "#,##,###.##": (".", ",", 2),
    "#,###.###": (".", ",", 3),
    "#.###": ("", ".", 0),
    "#,###": ("", ",", 0),
    "#.########": (".", "", 8),
}


def get_number_format_info(format: str) -> tuple[str, str, int]:
    return number_format_info.get(format) or (".", ",", 2)


def _currency(name: str | None, field: str) -> Any:
    if not name or not site_settings.connected():
        return None
    import frappe

    return frappe.db.get_value("Currency", name, field, cache=True)


def _shown_precision(amount: float, precision: int, currency: str | None, usual: int) -> int:
    """Beyond two decimals, show only those the amount has (at least the currency's)."""
    digits = str(round(amount % 1, precision)).partition(".")[2]
    if precision <= 2 or len(digits) >= precision:
        return precision
    if len(digits) >= 3:
        return len(digits)
    if not currency:
        return usual
    return len(cstr(_currency(currency, "fraction_units") or 100)) - 1


def _grouped(digits: str, mark: str, lakh: bool) -> str:
    groups, rest = [digits[-3:]], digits[:-3]
    size = 2 if lakh else 3
    while rest:
        groups.insert(0, rest[-size:])
        rest = rest[:-size]
    return mark.join(groups)


def _with_symbol(text: str, currency: str) -> str:
    import frappe

    if frappe.defaults.get_global_default("hide_currency_symbol") == "Yes":
        return text
    symbol = frappe._(_currency(currency, "symbol") or currency)
    on_right = _currency(currency, "symbol_on_right")
    return f"{text} {symbol}" if on_right else f"{symbol} {text}"


def fmt_money(
    amount: Any,
    precision: int | None = None,
    currency: str | None = None,
    format: str | None = None,
) -> str:
    """An amount with thousands marks, and the currency's symbol when one is named."""
    number_format = format or site_settings.default("number_format")
    decimal_mark, group_mark, usual = get_number_format_info(number_format)
    if precision is None:
        precision = cint(site_settings.default("currency_precision")) or usual
    number = flt(amount, precision) if isinstance(amount, str) else (amount or 0)
    if decimal_mark:
        precision = _shown_precision(flt(number), cint(precision), currency, usual)
    plain = f"{round(flt(number), cint(precision)):.{cint(precision)}f}"
    digits, _, decimals = plain.lstrip("-").partition(".")
    text = _grouped(digits, group_mark, number_format == "#,##,###.##")
    if decimals and decimal_mark:
        text += decimal_mark + decimals
    if flt(plain) < 0 and text != "0":
        text = "-" + text
    return _with_symbol(text, currency) if currency and site_settings.connected() else text


def round_based_on_smallest_currency_fraction(
    value: float, currency: str, precision: int = 2
) -> float:
    """Round to the smallest coin of the currency."""
    coin = flt(_currency(currency, "smallest_currency_fraction_value"))
    if not coin:
        return flt(rounded(value), precision)
    rest = remainder(value, coin, precision)
    return flt(value + coin - rest if rest > coin / 2 else value - rest, precision)


def _spoken_format(currency: str) -> str:
    return _currency(currency, "number_format") or site_settings.default("number_format")


def money_in_words(
    number: Any, main_currency: str | None = None, fraction_currency: str | None = None
) -> str:
    """An amount in words with its currency and fraction; "" for what is no amount or negative."""
    import frappe

    try:
        number = float(number)
    except (TypeError, ValueError):
        return ""
    if number < 0:
        return ""
    main_currency = main_currency or site_settings.default("currency") or "INR"
    fraction_currency = (
        fraction_currency or _currency(main_currency, "fraction") or frappe._("Cent")
    )
    number_format = _spoken_format(main_currency)
    in_million = number_format != "#,##,###.##"
    length = get_number_format_info(number_format)[2]
    main, _, fraction = f"{number:.{length}f}".partition(".")
    currency = frappe._(main_currency, context="Currency")
    small = f"{in_words(cint(fraction), in_million).title()} {fraction_currency}"
    if cint(main) == 0 and not cint(fraction):
        words = f"{currency} {frappe._('Zero')}"
    elif cint(main) == 0:
        words = small
    else:
        words = f"{currency} {in_words(cint(main), in_million).title()}"
        if cint(fraction):
            words += f" {frappe._('and')} {small}"
    return f"{words} {frappe._('only.')}"
