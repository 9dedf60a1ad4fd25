"""Decides what can be said of the cells before anything is stored: links, choices, blanks, records that exist.

Links are looked up as the person who imports: what may not be seen does not exist.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.data_import.cells import EMPTY, Problem, quoted
from frappe.core.doctype.data_import.headings import get_id_field
from frappe.utils import create_batch

CHUNK = 500
NAMED = 8  # choices that a remedy lists
ROW = "row"  # that record alone will be refused


def check_columns(file: Any) -> None:
    """Give each column what its texts stand for, or what is wrong with them."""
    for column in file.columns:
        if column.skip_import:
            continue
        if column.df.fieldtype == "Select":
            column.known = _choices(column)
        elif column.df.fieldtype == "Link" and column.df.options:
            column.known = _links(column, file)


def _choices(column: Any) -> dict[str, Any]:
    options = [each.strip() for each in str(column.df.options or "").split("\n") if each.strip()]
    if not options or column.df.fieldname == "naming_series":
        return {}
    meaning = {_(each): each for each in options} | {each: each for each in options}
    lowered = {text.lower(): value for text, value in meaning.items()}
    listed = ", ".join(_(each) for each in options[:NAMED]) + (" …" if options[NAMED:] else "")
    remedy = _("Choose one of: {0}.").format(listed)
    found: dict[str, Any] = {}
    for text in column.values():
        value = meaning.get(text.strip()) or lowered.get(text.strip().lower())
        found[text] = value or Problem(
            _("{0} is not one of the choices").format(quoted(text)), remedy
        )
    return found


def _links(column: Any, file: Any) -> dict[str, Any]:
    doctype, texts = column.df.options, column.values()
    found = visible(doctype, texts, free=bool(column.df.ignore_user_permissions))
    missing = [text for text in texts if text not in found]
    titles = _by_title(doctype, missing)
    own = _own_names(file) if doctype == file.doctype else set()
    remedy = _("Check the spelling, or make this record first.")
    for text in missing:
        if text in titles:
            found[text] = titles[text]
        elif text not in own:
            said = _("{0} does not exist in {1}, or you may not use it")
            found[text] = Problem(said.format(quoted(text), _(doctype)), remedy)
    return found


def visible(doctype: str, names: Iterable[str], *, free: bool = False) -> dict[str, str]:
    """{text: name} of the records that exist and that the caller may choose."""
    listed = _lister(doctype, free)
    found: dict[str, str] = {}
    for chunk in create_batch(sorted(names), CHUNK):
        kept = listed(doctype, filters={"name": ("in", chunk)}, pluck="name", limit_page_length=0)
        found.update({str(name): str(name) for name in kept})
    lowered = {name.lower(): name for name in found}
    return found | {text: lowered[text.lower()] for text in names if text.lower() in lowered}


def _lister(doctype: str, free: bool) -> Any:
    """Lists with rights; without where the person has none at all on the form, or the field frees the link.

    A link is then checked for existence only, as a save by hand does.
    """
    if not (frappe.has_permission(doctype, "read") or frappe.has_permission(doctype, "select")):
        return frappe.get_all
    from frappe.permissions import get_user_permissions

    return frappe.get_all if free and get_user_permissions().get(doctype) else frappe.get_list


def _by_title(doctype: str, texts: list[str]) -> dict[str, str]:
    """{title: name} where the form shows titles and just one visible record has this one."""
    meta = frappe.get_meta(doctype)
    title = meta.title_field
    if not texts or not title or title == "name" or not meta.show_title_field_in_link:
        return {}
    if not frappe.has_permission(doctype, "read"):
        return {}
    found: dict[str, list[str]] = {}
    for chunk in create_batch(texts, CHUNK):
        filters = {title: ("in", chunk)}
        rows = frappe.get_list(
            doctype, filters=filters, fields=["name", title], limit_page_length=0
        )
        for row in rows:
            found.setdefault(str(row[title]), []).append(str(row.name))
    return {text: names[0] for text, names in found.items() if len(names) == 1}


def _own_names(file: Any) -> set[str]:
    """Names that the file itself will make, for trees and other links to the same form."""
    column = id_column(file)
    return column.values() if column else set()


def id_column(file: Any) -> Any:
    """The column that says which record a line means."""
    wanted = get_id_field(file.doctype).fieldname
    own = [c for c in file.columns if c.is_of(file.doctype, None)]
    return next((c for c in own if c.df.fieldname in (wanted, "name")), None)


def check_records(file: Any, payloads: list[Any]) -> None:
    """Say which records will be refused, as far as the file alone and the names in use tell."""
    from frappe.core.doctype.data_import.importer import INSERT

    is_new = file.import_type == INSERT
    if is_new:
        _name_missing_columns(file, payloads)
        _check_blanks(file, payloads)
    column = id_column(file)
    if column is None:
        if not is_new:
            text = _("The column ID is missing: without it no record can be found for a change.")
            file.warnings.append({"message": text})
        return
    _check_names(file, payloads, column, is_new)


def _name_missing_columns(file: Any, payloads: list[Any]) -> None:
    there = {column.df.fieldname for column in file.columns if column.is_of(file.doctype, None)}
    wanted = [each for each in frappe.get_meta(file.doctype).fields if _must_be_given(each)]
    first = payloads[0].doc if payloads else {}
    missing = [
        _(each.label or each.fieldname)
        for each in wanted
        if each.fieldname not in there
        and not _is_filled_by_the_form(file.doctype, first, each.fieldname)
    ]
    if missing:
        text = _("The form asks for these fields, and the file has no column for them: {0}")
        file.warnings.append({"message": text.format(", ".join(missing)), "type": "info"})


def _must_be_given(field: Any) -> bool:
    is_filled = field.default not in EMPTY or field.fetch_from or field.fieldtype == "Check"
    return (
        bool(field.reqd) and not is_filled and field.fieldtype not in frappe.model.no_value_fields
    )


def _check_blanks(file: Any, payloads: list[Any]) -> None:
    text, remedy = _("{0} must be filled in"), _("Fill the cell.")
    for column in file.columns:
        if not column.is_of(file.doctype, None) or not _must_be_given(column.df):
            continue
        blank = [each for each in payloads if each.rows[0].data[column.index] in EMPTY]
        if not blank or _is_filled_by_the_form(file.doctype, blank[0].doc, column.df.fieldname):
            continue
        message = text.format(_(column.df.label or column.df.fieldname))
        for payload in blank:
            payload.rows[0].warn(column, message, remedy, ROW)


def _is_filled_by_the_form(doctype: str, values: Any, fieldname: str) -> bool:
    """Whether the form's own rules fill the field before they look at it; asked of one record, nothing is stored."""
    doc = frappe.get_doc({"doctype": doctype, **values})
    said = len(frappe.local.message_log)
    try:
        doc.run_method("before_validate")
    except Exception:
        # the rules of an app are tried on half a record: whatever they raise means no
        return False
    finally:
        del frappe.local.message_log[said:]
    return doc.get(fieldname) not in EMPTY


def _check_names(file: Any, payloads: list[Any], column: Any, is_new: bool) -> None:
    field = column.df.fieldname
    names = {str(p.doc.get(field)) for p in payloads if p.doc.get(field) not in EMPTY}
    stored = _stored(file.doctype, field, names, is_new)
    seen: set[str] = set()
    for payload in payloads:
        row, name = payload.rows[0], payload.doc.get(field)
        if name in EMPTY:
            if not is_new:
                row.warn(column, _("The ID is blank"), _("Write which record to change."), ROW)
        elif str(name) in seen:
            row.warn(column, _("{0} stands in the file twice").format(quoted(name)), "", ROW)
        elif is_new and str(name) in stored:
            remedy = _("Leave the line out, or import it as a change of existing records.")
            row.warn(column, _("{0} exists already").format(quoted(name)), remedy, ROW)
        elif not is_new and str(name) not in stored:
            said = _("{0} does not exist, or you may not see it").format(quoted(name))
            row.warn(column, said, _("Check the ID."), ROW)
        seen.add(str(name))


def _stored(doctype: str, field: str, names: set[str], is_new: bool) -> set[str]:
    """Which of these are in use (for new records: by anybody), or can be seen (for changes)."""
    listed = frappe.get_all if is_new else frappe.get_list
    found: set[str] = set()
    for chunk in create_batch(sorted(names), CHUNK):
        filters = {field: ("in", chunk)}
        found.update(map(str, listed(doctype, filters=filters, pluck=field, limit_page_length=0)))
    return found
