"""Decides whether texts have the format their field asks for: e-mail, phone, URL, options, code."""

from __future__ import annotations

import ast
import re
from typing import Any

from ristretto import errors
from ristretto.context import current
from ristretto.context.messages import throw
from ristretto.context.translate import translate as _
from ristretto.document.place import place
from ristretto.meta import Field

_EMAIL = re.compile(
    r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$"
)
_ANGLE = re.compile(r"<([^<>]+)>\s*$")
_PHONE = re.compile(r"^[0-9 +_\-,.*#()]{1,20}$")
_COUNTRY_PHONE = re.compile(r"^\+[0-9]{1,4}[- ]?[0-9][0-9 ()\-]{3,20}$")
_PERSON = re.compile(r"^\w[\w'\-]*( \w[\w'\-]*)*$")
_URL = re.compile(r"^(?:(?:https?|ftp)://[^\s/$.?#][^\s]*|/[^\s]*)$", re.I)


def is_email(text: str) -> bool:
    """One address, also as `Name <a@b.vn>`."""
    found = _ANGLE.search(text)
    return bool(_EMAIL.match(found[1] if found else text.strip()))


def check_data_fields(each: Any) -> None:
    """`options` of Data fields, and Phone fields."""
    for field in each.meta.chosen(_has_format):
        value = each.__dict__.get(field.fieldname)
        if not value:
            continue
        if field.fieldtype == "Data" and isinstance(value, str):
            _CHECKS[field.options](each, field, value)
        elif field.fieldtype == "Phone" and not _COUNTRY_PHONE.match(str(value).strip()):
            throw(
                _("{0}: {1} is not a valid phone number").format(place(each, field), value),
                errors.InvalidPhoneNumberError,
            )


def _has_format(field: Field) -> bool:
    is_format = field.fieldtype == "Data" and field.options in _CHECKS
    return field.column is not None and (is_format or field.fieldtype == "Phone")


def _email(each: Any, field: Field, value: str) -> None:
    if field.fieldname == "owner" and value in ("Administrator", "Guest"):
        return
    for address in value.split(","):
        if not is_email(address):
            throw(
                _("{0}: {1} is not a valid e-mail address").format(
                    place(each, field), address.strip()
                ),
                errors.InvalidEmailAddressError,
            )


def _name(each: Any, field: Field, value: str) -> None:
    if not _PERSON.match(value.strip()):
        throw(
            _("{0}: {1} is not a valid name").format(place(each, field), value),
            errors.InvalidNameError,
        )


def _phone(each: Any, field: Field, value: str) -> None:
    if not _PHONE.match(value.strip()):
        throw(
            _("{0}: {1} is not a valid phone number").format(place(each, field), value),
            errors.InvalidPhoneNumberError,
        )


def _url(each: Any, field: Field, value: str) -> None:
    if not _URL.match(value.strip()):
        throw(_("{0}: {1} is not a valid URL").format(place(each, field), value))


_CHECKS = {"Email": _email, "Name": _name, "Phone": _phone, "URL": _url}


def check_selects(each: Any) -> None:
    """A Select holds one of its options; blanks around it are stripped."""
    if current().flags.in_import:
        return
    for field in each.meta.get_select_fields():
        value = each.__dict__.get(field.fieldname)
        if field.fieldname == "naming_series" or value in (None, "") or not field.options:
            continue
        value = str(value).strip()
        each.__dict__[field.fieldname] = value
        options = [option.strip() for option in str(field.options).split("\n")]
        if value in options or (current().flags.in_test and value.startswith("_T-")):
            continue
        choices = ", ".join(f'"{_(option)}"' for option in options if option)
        throw(
            _('{0} cannot be "{1}". It should be one of {2}').format(
                place(each, field), value, choices
            )
        )


def check_code(each: Any) -> None:
    """Python in Code fields must at least parse."""
    for field in each.meta.get_code_fields():
        value = each.__dict__.get(field.fieldname)
        if not value or field.options not in ("Python", "PythonExpression"):
            continue
        try:
            ast.parse(str(value), mode="exec" if field.options == "Python" else "eval")
        except SyntaxError as error:
            throw(
                _("{0}, line {1}: {2}").format(place(each, field), error.lineno or 1, error.msg),
                title=_("Code Error"),
            )
