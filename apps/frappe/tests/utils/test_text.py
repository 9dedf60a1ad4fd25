"""Text, HTML, addresses and filters in memory."""

import frappe
import pytest
from frappe.utils import (
    comma_and,
    comma_or,
    evaluate_filters,
    get_abbr,
    get_url_to_form,
    is_html,
    md_to_html,
    sanitize_html,
    split_emails,
    strip_html,
    to_markdown,
    unique,
    validate_email_address,
    validate_phone_number,
    validate_url,
)
from frappe.utils.validation import sanitize_searchfield, validate_python_code

HOSTILE = [
    "<script>alert(1)</script>",
    '<p onclick="x()">a</p>',
    '<img src="javascript:alert(1)">',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    "<svg/onload=alert(1)>",
    '<iframe src="//evil"></iframe>',
    '<p style="background:url(javascript:1)">a</p>',
]


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_html_is_disarmed(html: str) -> None:
    """Nothing that runs survives; a script becomes text that is shown."""
    cleaned = sanitize_html(html)

    for word in ("<script", "onclick", "onload", "javascript", "iframe", "data:text"):
        assert word not in cleaned


def test_wanted_html_survives() -> None:
    """What editors write stays."""
    html = '<p class="x"><b>a</b> <a href="https://x.vn" target="_blank">l</a></p>'
    assert sanitize_html(html) == html
    assert sanitize_html("1 < 2") == "1 < 2"
    assert sanitize_html('{"a": "<b>"}') == '{"a": "<b>"}'


def test_html_as_text() -> None:
    """Tags away, structure to Markdown and back."""
    assert strip_html("<p>a<!-- c --> b</p>") == "a b"
    assert is_html("<b>x</b>")
    assert not is_html("a < b")
    assert to_markdown("<h1>A</h1><p>b <b>c</b></p>") == "# A\n\nb **c**\n"
    assert "<h1" in md_to_html("# hi")


def test_lists_as_text(ctx: object) -> None:
    """Joined with quotes and the last word."""
    frappe.local.lang = "en"
    assert comma_and(["a", "b", "c"]) == "'a', 'b' and 'c'"
    assert comma_or(["a", "b"], add_quotes=False) == "a or b"
    assert comma_and([]) == ""
    assert unique([3, 1, 3, 2]) == [3, 1, 2]
    assert get_abbr("Quality Management System", 3) == "QMS"


def test_addresses(ctx: object) -> None:
    """Valid addresses are kept; with `throw` the first bad one is named."""
    assert validate_email_address("a@b.vn, x, Ông A <c@d.gov.vn>") == "a@b.vn, c@d.gov.vn"
    assert split_emails('"a, b" <a@b.c>, d@e.f\ng@h.i') == ['"a, b" <a@b.c>', "d@e.f", "g@h.i"]
    with pytest.raises(frappe.InvalidEmailAddressError, match="not-an-address"):
        validate_email_address("not-an-address", throw=True)


def test_phone_and_url(ctx: object) -> None:
    """Numbers and addresses, with refusals."""
    assert validate_phone_number("+84 203 3835 687")
    assert validate_url("https://x.vn", valid_schemes=["https"])
    assert not validate_url("ftp://x.vn", valid_schemes=["https"])
    with pytest.raises(frappe.InvalidPhoneNumberError, match="abc"):
        validate_phone_number("abc", throw=True)


def test_links_to_records(ctx: object) -> None:
    """Desk addresses are lower case with dashes, names percent-encoded."""
    assert get_url_to_form("ISO Agency", "H 1/2").endswith("/app/iso-agency/H%201/2")


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        ({"a": 5}, True),
        ({"a": [">", 3], "b": ["like", "%y"]}, True),
        ([["a", "in", [1, 2]]], False),
        ([["c", "is", "not set"]], True),
        ([["D", "a", "<=", 5]], True),
        ({"b": ["^", "x"]}, None),
    ],
)
def test_filters_in_memory(ctx: object, filters: object, holds: bool | None) -> None:
    """The grammar of lists on a dict; an unknown operator is refused."""
    doc = {"a": 5, "b": "xy", "c": ""}
    if holds is None:
        with pytest.raises(frappe.ValidationError, match="Operator: use one of"):
            evaluate_filters(doc, filters)
        return
    assert evaluate_filters(doc, filters) is holds


def test_code_and_columns_are_checked(ctx: object) -> None:
    """Broken Python and SQL in a field name are refused."""
    validate_python_code("doc.a > 1")
    with pytest.raises(frappe.ValidationError, match="Invalid python code on line 1"):
        validate_python_code("doc.a >", "Condition")
    with pytest.raises(frappe.DataError, match="Invalid Search Field"):
        sanitize_searchfield("name) union select 1")
