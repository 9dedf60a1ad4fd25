"""Numbers from loose input, and rounding by the site's rounding method."""

from __future__ import annotations

import math
from typing import Any

from frappe.utils import site_settings

NumericType = int | float

_HALF_EVEN_LEGACY = "Banker's Rounding (legacy)"


def flt(s: Any, precision: int | None = None, rounding_method: str | None = None) -> Any:
    """A float; thousands commas are dropped, what is no number is 0.0.

    With a precision the result is rounded (`rounded`).
    """
    if isinstance(s, str):
        s = s.replace(",", "")
    try:
        number = float(s)
        return number if precision is None else rounded(number, precision, rounding_method)
    except (TypeError, ValueError, OverflowError):
        return 0.0


def cint(s: Any, default: int = 0) -> int:
    """An int, cut towards zero; `default` for what is no number."""
    try:
        return int(s)
    except (TypeError, ValueError, OverflowError):
        pass
    try:
        return int(float(s))
    except (TypeError, ValueError, OverflowError):
        return default


def cstr(s: Any, encoding: str = "utf-8") -> str:
    """Text; None is "", bytes are decoded."""
    if isinstance(s, str):
        return s
    if s is None:
        return ""
    return str(s, encoding) if isinstance(s, bytes) else str(s)


def sbool(x: Any) -> Any:
    """True or False for "true", "1", "false", "0" in any case; other values unchanged."""
    if not isinstance(x, str):
        return x
    return {"true": True, "1": True, "false": False, "0": False}.get(x.lower(), x)


def floor(s: Any) -> int:
    """Largest integer not above; 0 for what is no finite number."""
    number = flt(s)
    return math.floor(number) if math.isfinite(number) else 0


def ceil(s: Any) -> int:
    number = flt(s)
    return math.ceil(number) if math.isfinite(number) else 0


def rounded(num: Any, precision: int = 0, rounding_method: str | None = None) -> Any:
    """Round by the named method, else by System Settings, else by the legacy banker's rule."""
    method = rounding_method or site_settings.setting("rounding_method")
    rule = _ROUNDING.get(method)
    if rule is None:
        import frappe

        frappe.throw(
            frappe._("Rounding Method: {0} is not one of the methods").format(method),
            frappe.InvalidRoundingMethod,
        )
    return rule(num, cint(precision))


def _epsilon(num: float) -> float:
    """One unit in the last place of `num`: enough to undo 1.005 being stored as 1.00499…"""
    return 2.0 ** (math.log2(abs(num)) - 52.0)


def _round_legacy(num: Any, precision: int) -> Any:
    """Ties go to even only without decimals; with decimals they go up."""
    scaled = round(num * 10**precision if precision else num, 8)
    whole = math.floor(scaled)
    is_half, stays_even = scaled - whole == 0.5, not precision and whole % 2 == 0
    half = whole if stays_even else whole + 1
    scaled = half if is_half else round(scaled)
    return scaled / 10**precision if precision else scaled


def _round_half_even(num: Any, precision: int) -> float:
    scaled = round(num * 10**precision, 12)
    if scaled == 0:
        return 0.0
    whole = math.floor(scaled)
    if abs(scaled - whole - 0.5) < _epsilon(scaled):
        return (whole if whole % 2 == 0 else whole + 1) / 10**precision
    return round(scaled) / 10**precision


def _round_half_away(num: Any, precision: int) -> float:
    if num == 0:
        return 0.0
    return round(num + math.copysign(_epsilon(num), num), precision)


_ROUNDING = {
    _HALF_EVEN_LEGACY: _round_legacy,
    "Banker's Rounding": _round_half_even,
    "Commercial Rounding": _round_half_away,
}


def remainder(numerator: NumericType, denominator: NumericType, precision: int = 2) -> float:
    """`numerator % denominator`, computed on scaled numbers so that decimals stay exact."""
    scale = 10 ** cint(precision)
    return flt(((numerator * scale) % (denominator * scale)) / scale, precision)


def safe_div(numerator: NumericType, denominator: NumericType, precision: int = 2) -> float:
    """Quotient, 0.0 where the denominator is 0."""
    return flt(numerator / denominator if denominator else 0.0, precision)


def parse_val(v: Any) -> Any:
    """Driver values as apps expect them: duration → datetime.time text, Decimal → float …"""
    import datetime
    from decimal import Decimal

    if isinstance(v, datetime.date | datetime.datetime):
        return cstr(v)
    if isinstance(v, datetime.timedelta):
        return ":".join(cstr(v).split(":")[:2])
    if isinstance(v, Decimal):
        return float(v)
    return v
