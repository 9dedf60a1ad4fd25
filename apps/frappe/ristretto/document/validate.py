"""Decides whether a document's values may be stored: the framework's own checks, in the recorded order.

They run after the app's hooks: mandatory, formats, options, signs, lengths, types, HTML,
secrets, then the checks of other rooms (workflow).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ristretto import access, errors
from ristretto.context import current
from ristretto.context.dotted import get_attr
from ristretto.context.messages import throw
from ristretto.context.translate import translate as _
from ristretto.db import passwords
from ristretto.document import events, formats
from ristretto.document.place import place
from ristretto.document.sanitize import is_blank_html, sanitize_fields
from ristretto.meta import Field
from ristretto.meta import constants as c
from ristretto.meta.fieldtypes import TEXT_BYTES, Fieldtype

MAX_SECRET = 40_000  # characters; encrypted, they still fit the column of secrets
_INT_MAX = {"int": 2**31 - 1, "bigint": 2**63 - 1}
_SIGNED = ("Int", "Float", "Currency", "Percent")


def run(doc: Any) -> None:
    """Everything that `_validate` of the contract does, for the document and its rows."""
    check_mandatory(doc)
    check_values(doc)
    events.run_checks(doc)
    if doc.is_new():
        for column in c.OPTIONAL_FIELDS:
            doc.__dict__[column] = None
    else:
        _check_constants(doc)


def check_values(doc: Any) -> None:
    """What is given must be of its field's kind; HTML is cleaned, secrets are hidden away."""
    for each in (doc, *doc.get_all_children()):
        _empty_unique(each)
        formats.check_data_fields(each)
        formats.check_selects(each)
        _check_values(each)
        formats.check_code(each)
    for each in (doc, *doc.get_all_children()):
        _check_types(each)
    for each in (doc, *doc.get_all_children()):
        _sync_autoname_field(each)
        _store_pictures(each)
        sanitize_fields(each)
        _store_passwords(each)


@contextmanager
def blaming_values(doc: Any) -> Iterator[None]:
    """Around hooks, which run before the checks: a value that one stumbles over, missing or unreadable, is refused."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        check_mandatory(doc)
        for each in (doc, *doc.get_all_children()):
            _check_values(each)
            _check_types(each)
        raise


def check_mandatory(doc: Any) -> None:
    """All missing fields of the document and its rows in one refusal."""
    if doc.flags.ignore_mandatory:
        return
    missing = [text for each in (doc, *doc.get_all_children()) for text in _missing(each)]
    if not missing:
        return
    fieldnames = ", ".join(name for name, _text in missing)
    for _name, text in missing:
        from ristretto.context.messages import msgprint

        msgprint(text)
    raise errors.MandatoryError(f"[{doc.doctype}, {doc.name}]: {fieldnames}")


def _is_required(field: Field) -> bool:
    return bool(field.reqd and not field.is_virtual)


def _missing(each: Any) -> list[tuple[str, str]]:
    found = []
    for field in each.meta.chosen(_is_required):
        value = each.__dict__.get(field.fieldname)
        if field.fieldtype in c.TABLE_FIELDTYPES:
            if not value:
                found.append(
                    (
                        field.fieldname,
                        _(
                            "The data of {0} could not be read whole. Reload the page and try again"
                        ).format(place(each, field)),
                    )
                )
        elif _is_empty(field, value):
            found.append((field.fieldname, _("{0} is required").format(place(each, field))))
    return found


def _is_empty(field: Field, value: Any) -> bool:
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip() or is_blank_html(
            value, keep_images=field.fieldtype == "Text Editor"
        )
    return False


def _empty_unique(each: Any) -> None:
    """A blank is no value where values are unique: any number of records may be without one."""
    for field in each.meta.unique_fields:
        value = each.__dict__.get(field.fieldname)
        if isinstance(value, str) and not value.strip():
            each.__dict__[field.fieldname] = None


def _check_values(each: Any) -> None:
    """Signs, then lists, then lengths: the first fault in that order, whichever field it is in."""
    first: _Fault | None = None
    for field in each.meta.column_fields:
        value = each.__dict__.get(field.fieldname)
        if field.fieldtype == "Rating":
            value = each.__dict__[field.fieldname] = field.fieldtype_obj.cast(value)
        if value is None or (type(value) is str and len(value) <= field.safe_length):
            continue
        if value == "":
            continue
        found = _fault(each, field, value)
        if found and (first is None or found.rank < first.rank):
            first = found
    if first:
        throw(first.text, first.error, title=first.title)


@dataclass(frozen=True)
class _Fault:
    """What is wrong with one value; of several the lowest rank is told."""

    rank: int
    text: str
    error: type[Exception] = errors.ValidationError
    title: str | None = None


def _fault(each: Any, field: Field, value: Any) -> _Fault | None:
    if isinstance(value, list | tuple) or (isinstance(value, dict) and field.fieldtype != "JSON"):
        return _Fault(1, _("{0} cannot be a list").format(place(each, field)))
    if field.non_negative and field.fieldtype in _SIGNED and field.fieldtype_obj.cast(value) < 0:
        text = _("{0} cannot be below zero").format(place(each, field))
        return _Fault(0, text, errors.NonNegativeError, _("Negative Value"))
    text = "" if each.meta.issingle else _too_long(each, field, value)
    too_big = errors.CharacterLengthExceededError
    return _Fault(2, text, too_big, _("Value too big")) if text else None


def _too_long(each: Any, field: Field, value: Any) -> str:
    """Why the value does not fit into the column, "" when it does."""
    kind, _paren, length = field.column.type.partition("(") if field.column else ("", "", "")
    if kind in _INT_MAX:
        if field.fieldtype != "Int" or abs(field.fieldtype_obj.cast(value)) <= _INT_MAX[kind]:
            return ""
        return _("{0}: the number {1} is too big").format(place(each, field), value)
    if kind not in ("varchar", "text") or field.fieldtype == "Password":
        return ""
    text = str(value)
    size, limit = len(text), int(length[:-1]) if length else TEXT_BYTES
    if kind == "text" and size > TEXT_BYTES // 4:
        size = len(text.encode())
    if size <= limit:
        return ""
    sentence = _("{0}: the text has {1} characters; {2} are possible")
    return sentence.format(place(each, field), size, limit)


def _check_types(each: Any) -> None:
    """Text in a number or a date is refused, never turned into something else."""
    for field in each.meta.chosen(_has_type):
        value = each.__dict__.get(field.fieldname)
        if value not in (None, "") and (problem := field.fieldtype_obj.problem(value)):
            throw(_("{0}: {1} {2}").format(place(each, field), value, _(problem)))


def _has_type(field: Field) -> bool:
    """Whether the fieldtype refuses any values at all."""
    refuses = type(field.fieldtype_obj).problem is not Fieldtype.problem
    return bool(refuses and field.column is not None)


def _sync_autoname_field(doc: Any) -> None:
    """With `field:x` the field and the name are one; the name wins."""
    autoname = str(doc.meta.autoname or "")
    if autoname.startswith("field:") and doc.meta.has_field(autoname[6:]):
        doc.__dict__[autoname[6:]] = doc.name


def _is_secret(field: Field) -> bool:
    return bool(field.fieldtype == "Password")


def _store_pictures(each: Any) -> None:
    """Pictures embedded in rich text become files of the record, so that no list carries them along."""
    for field in each.meta.rich_text_fields:
        value = each.__dict__.get(field.fieldname)
        if isinstance(value, str) and "data:image" in value:
            store = get_attr("frappe.core.doctype.file.utils.extract_images_from_doc")
            store(each, field.fieldname)


def _store_passwords(each: Any) -> None:
    """Secrets leave the row: stars stay in the column."""
    if each.flags.ignore_save_passwords is True:
        return
    for field in each.meta.chosen(_is_secret):
        if field.fieldname in (each.flags.ignore_save_passwords or []):
            continue
        secret = each.__dict__.get(field.fieldname)
        if not secret:
            passwords.remove_secret(each.doctype, str(each.name), field.fieldname)
        elif len(str(secret)) > MAX_SECRET:
            throw(_("{0}: the password is too long").format(place(each, field)))
        elif set(str(secret)) != {"*"}:
            passwords.set_secret(each.doctype, str(each.name), field.fieldname, str(secret))
            each.__dict__[field.fieldname] = "*" * len(str(secret))


def _check_constants(doc: Any) -> None:
    """set_only_once, creation and owner may not change."""
    previous = doc.get_doc_before_save()
    if previous is None:
        return
    for field in doc.meta.get_set_only_once_fields():
        old, new = previous.get(field.fieldname), doc.get(field.fieldname)
        if field.fieldname in ("creation", "owner") and not old:
            continue
        if _constant_changed(field, old, new):
            throw(
                _("{0} is set once and cannot be changed").format(
                    f"<strong>{_(field.label or field.fieldname)}</strong>"
                ),
                errors.CannotChangeConstantError,
            )


def _constant_changed(field: Field, old: Any, new: Any) -> bool:
    if field.fieldtype in c.TABLE_FIELDTYPES:
        return table_changed(old, new)
    return not same_value(field, old, new)


def table_changed(old: list[Any], new: list[Any]) -> bool:
    """Whether any row differs in anything but who changed it when."""
    skipped = ("modified", "modified_by", "creation", "__unsaved", "__islocal")
    plain = [
        [
            {k: v for k, v in row.as_dict(convert_dates_to_str=True).items() if k not in skipped}
            for row in rows or []
        ]
        for rows in (old, new)
    ]
    return plain[0] != plain[1]


def same_value(field: Field, old: Any, new: Any) -> bool:
    """Equal once cast; None and '' are the same nothing."""
    if type(old) is type(new) and old == new:
        return True
    old, new = ("" if value is None else field.fieldtype_obj.cast(value) for value in (old, new))
    empty = ("", 0, 0.0, None) if field.fieldtype in c.NUMERIC_FIELDTYPES else ("", None)
    if old in empty and new in empty:
        return True
    return bool(old == new) or str(old) == str(new)


def reset_higher_permlevels(doc: Any) -> None:
    """Fields above the user's level keep their stored (or default) value, silently as the contract says."""
    if (
        doc.flags.ignore_permissions
        or current().flags.in_install
        or current().user == "Administrator"
    ):
        return
    allowed = None
    for each in (doc, *doc.get_all_children()):
        guarded = each.meta.get_high_permlevel_fields()
        if not guarded:
            continue
        if allowed is None:
            allowed = access.permlevels(doc.meta, "write", doc=doc)
        _reset(each, [field for field in guarded if field.permlevel not in allowed], doc)


def _reset(each: Any, fields: list[Field], doc: Any) -> None:
    from ristretto.document import defaults

    ignored = doc.flags.ignore_permlevel_for_fields or []
    previous = _previous_of(each, doc)
    for field in fields:
        if field.fieldname in ignored or field.fieldtype in c.DISPLAY_FIELDTYPES:
            continue
        if previous is not None:
            each.__dict__[field.fieldname] = previous.get(field.fieldname)
        elif field.fieldtype in c.TABLE_FIELDTYPES:
            each.__dict__[field.fieldname] = []
        else:
            each.__dict__[field.fieldname] = defaults.default_of(field, each.meta)


def _previous_of(each: Any, doc: Any) -> Any:
    """The stored version of the document or of one of its rows; None for new ones."""
    previous = doc.flags.previous if not doc.is_new() else None
    if previous is None or each is doc:
        return previous
    rows = previous.get(each.parentfield) or []
    return next((row for row in rows if row.name == each.name), None)
