"""Numbers, rounding, money and words."""

import frappe
import pytest
from frappe.utils import (
    cint,
    cstr,
    flt,
    fmt_money,
    in_words,
    remainder,
    rounded,
    safe_div,
    sbool,
)


@pytest.mark.parametrize(
    ("given", "precision", "expected"),
    [
        ("1,234.5", None, 1234.5),
        ("a", None, 0.0),
        (None, None, 0.0),
        ("43.5", 0, 44),
        ("42.5", 0, 42),
        ("10,500.5666", 2, 10500.57),
        (0.125, 2, 0.13),
    ],
)
def test_flt(given: object, precision: int | None, expected: float) -> None:
    """Commas are dropped, nonsense is 0, the legacy rule rounds decimal ties up."""
    assert flt(given, precision) == expected


@pytest.mark.parametrize(
    ("method", "number", "precision", "expected"),
    [
        ("Banker's Rounding (legacy)", 2.5, 0, 2),
        ("Banker's Rounding", 0.125, 2, 0.12),
        ("Banker's Rounding", 0.135, 2, 0.14),
        ("Commercial Rounding", 2.5, 0, 3),
        ("Commercial Rounding", -1.005, 2, -1.01),
    ],
)
def test_rounding_methods(method: str, number: float, precision: int, expected: float) -> None:
    """Each method of System Settings by its own rule."""
    assert rounded(number, precision, method) == expected


def test_unknown_rounding_method_is_refused(ctx: object) -> None:
    """A misspelt method is an error, not a guess."""
    with pytest.raises(frappe.InvalidRoundingMethod, match="Up"):
        flt(1.5, 0, "Up")


def test_cint_cstr_sbool() -> None:
    """Loose input becomes what code expects."""
    assert [cint("12"), cint("12.9"), cint(None), cint("x", 7)] == [12, 12, 0, 7]
    assert [cstr(None), cstr(b"\xc4\x91"), cstr(1)] == ["", "đ", "1"]
    assert [sbool("TRUE"), sbool("0"), sbool("{}")] == [True, False, "{}"]


def test_divisions() -> None:
    """Division by zero is 0; remainders stay exact."""
    assert safe_div(1, 0) == 0.0
    assert remainder(0.3, 0.1) == 0.0


@pytest.mark.parametrize(
    ("amount", "options", "expected"),
    [
        (1234567.891, {}, "1,234,567.89"),
        (1234567.891, {"format": "#.###,##"}, "1.234.567,89"),
        (1234567, {"format": "#.###"}, "1.234.567"),
        (12345678, {"format": "#,##,###.##"}, "1,23,45,678.00"),
        (-1234.5, {}, "-1,234.50"),
        (None, {}, "0.00"),
        (1.5, {"precision": 4}, "1.50"),
    ],
)
def test_fmt_money(amount: object, options: dict[str, object], expected: str) -> None:
    """Separators by the number format; long precisions show only what is there."""
    assert fmt_money(amount, **options) == expected


def test_in_words_follows_the_language(ctx: object) -> None:
    """English by default, Vietnamese where it is the language."""
    frappe.local.lang = "en"
    assert in_words(1234) == "one thousand, two hundred and thirty four"
    frappe.local.lang = "vi"
    assert in_words(1205) == "một nghìn hai trăm lẻ năm"
    assert in_words(21) == "hai mươi mốt"
    assert in_words(1005) == "một nghìn không trăm lẻ năm"
