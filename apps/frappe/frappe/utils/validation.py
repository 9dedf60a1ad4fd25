"""Checks of single values: addresses, phone numbers, names, URLs, JSON and Python text."""

from __future__ import annotations

import json
import re
from codeop import compile_command
from collections.abc import Container
from typing import Any
from urllib.parse import urlparse

from frappe.utils.people import extract_email_id
from frappe.utils.text import escape_html

PHONE_NUMBER_PATTERN = re.compile(r"([0-9\ \+\_\-\,\.\*\#\(\)]){1,20}$")
PERSON_NAME_PATTERN = re.compile(r"^[\w][\w\'\-]*( \w[\w\'\-]*)*$")
_INTERNATIONAL_PHONE = re.compile(r"\+\d{1,4}-?[\d\s().-]{4,16}$")
EMAIL_MATCH_PATTERN = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?",
    re.IGNORECASE,
)


def _one_email(text: str) -> str | None:
    if not text or "undisclosed-recipient" in text:
        return None
    if " " in text and "<" not in text:
        return None
    address = extract_email_id(text)
    return address if address and EMAIL_MATCH_PATTERN.match(address) else None


def validate_email_address(email_str: str | None, throw: bool = False) -> str:
    """The valid addresses of a comma list.

    With `throw`, InvalidEmailAddressError for the first bad one.
    """
    import frappe

    valid = []
    for part in str(email_str or "").strip().split(","):
        part = part.strip()
        address = _one_email(part)
        if address:
            valid.append(address)
        elif throw and "undisclosed-recipient" not in part:
            frappe.throw(
                frappe._("{0} is not an e-mail address").format(escape_html(part)),
                frappe.InvalidEmailAddressError,
            )
    return ", ".join(valid)


def validate_phone_number(phone_number: str | None, throw: bool = False) -> bool:
    if not phone_number:
        return False
    valid = PHONE_NUMBER_PATTERN.match(phone_number.strip()) is not None
    if not valid and throw:
        import frappe

        frappe.throw(
            frappe._("{0} is not a phone number").format(phone_number),
            frappe.InvalidPhoneNumberError,
        )
    return valid


def validate_phone_number_with_country_code(phone_number: str | None, fieldname: str) -> None:
    """A Phone field holds `+<country>-<number>`; InvalidPhoneNumberError otherwise."""
    if not phone_number or _INTERNATIONAL_PHONE.match(phone_number.strip()):
        return
    import frappe

    message = (
        frappe._("{1}: {0} is not a phone number.")
        if phone_number.startswith("+")
        else frappe._("{1}: choose the country code.")
    )
    frappe.throw(
        message.format(frappe.bold(phone_number), frappe.bold(fieldname)),
        frappe.InvalidPhoneNumberError,
    )


def validate_name(name: str | None, throw: bool = False) -> bool:
    """Whether the text can be a person's name."""
    if not name:
        return False
    valid = PERSON_NAME_PATTERN.match(name.strip()) is not None
    if not valid and throw:
        import frappe

        frappe.throw(
            frappe._("{0} is not a person's name").format(escape_html(name)),
            frappe.InvalidNameError,
        )
    return valid


def validate_url(
    txt: str, throw: bool = False, valid_schemes: str | Container[str] | None = None
) -> bool:
    """An address with a host, or a path of this site, optionally of certain schemes only."""
    url = urlparse(txt)
    valid = bool(url.netloc) or bool(txt and txt.startswith("/"))
    if isinstance(valid_schemes, str):
        valid = valid and url.scheme == valid_schemes
    elif valid_schemes is not None:
        valid = valid and url.scheme in valid_schemes
    if not valid and throw:
        import frappe

        frappe.throw(
            frappe._("{0} is not a web address: begin with https:// or http://").format(
                frappe.bold(escape_html(txt))
            )
        )
    return valid


def validate_json_string(string: str) -> None:
    try:
        json.loads(string)
    except (TypeError, ValueError) as error:
        import frappe

        raise frappe.ValidationError(
            frappe._("This is not valid JSON: {0}").format(error)
        ) from error


def validate_python_code(
    string: str | None, fieldname: str | None = None, is_expression: bool = True
) -> None:
    """ValidationError with the line and place when the text is not Python."""
    if not string:
        return
    try:
        compile_command(string, symbol="eval" if is_expression else "exec")
    except SyntaxError as error:
        _refuse_code(string, fieldname, error, is_expression)
    except (ValueError, OverflowError) as error:
        import frappe

        frappe.msgprint(
            frappe._("{0}: this is not a Python expression. {1}").format(fieldname or "", error),
            indicator="orange",
        )


def _refuse_code(
    string: str, fieldname: str | None, error: SyntaxError, is_expression: bool
) -> None:
    import frappe

    number = error.lineno or 1
    lines: list[Any] = [string] if is_expression else string.split("\n")
    line = lines[min(number, len(lines)) - 1]
    place = frappe._("{0} Invalid python code on line {1}").format(
        f"{fieldname}:" if fieldname else "", number
    )
    marker = " " * max((error.offset or 1) - 1, 0)
    frappe.throw(
        f"{place}<br><pre>{escape_html(line)}</pre><pre>{marker}^</pre>",
        title=frappe._("Syntax Error"),
    )


def sanitize_searchfield(searchfield: str | None) -> None:
    """DataError for a search field that is more than a column name."""
    if not searchfield or re.fullmatch(r"(`tab[\w -]+`\.|[\w-]+\.)?(`\w+`|\w+)", searchfield):
        return
    import frappe

    frappe.throw(
        frappe._("Invalid Search Field {0}").format(escape_html(searchfield)), frappe.DataError
    )
