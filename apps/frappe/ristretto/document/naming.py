"""Decides the name of a new record, in the contract's order (2.5), and names the collisions."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any

from ristretto import errors
from ristretto.context import current
from ristretto.context.messages import msgprint, throw
from ristretto.context.translate import translate as _
from ristretto.db.metas import doctype_exists, get_meta
from ristretto.document import events, series
from ristretto.document import store as rows_store

HASH_TRIES = 5
NAMING_EVENTS = ("before_naming", "autoname")
MAX_LENGTH = 140
_SUFFIX = re.compile(r"-\d+$")


def set_new_names(doc: Any, *, set_name: str | None = None, set_child_names: bool = True) -> None:
    """Name the document and its rows; `set_name` wins over everything."""
    if doc.flags.name_set and not set_name:
        return
    if set_name:
        doc.name = validate_name(doc.doctype, set_name)
    else:
        set_new_name(doc)
    doc.flags.name_set = True
    if set_child_names:
        name_rows(doc, fresh=not current().flags.in_import)


def set_child_names(doc: Any) -> None:
    name_rows(doc, fresh=False)


def name_rows(doc: Any, *, fresh: bool) -> None:
    """Rows know their parent; new ones (all, when `fresh`) get names."""
    for table in doc.meta.table_fields:
        rows = doc.__dict__.get(table.fieldname) or []
        takes_any_name = bool(rows) and _takes_any_name(rows[0])
        for row in rows:
            row.__dict__.update(parent=doc.name, parenttype=doc.doctype)
            if fresh or not row.__dict__.get("name"):
                row.__dict__["name"] = None
                if takes_any_name:
                    row.__dict__["name"] = series.random_name()
                else:
                    set_new_name(row)
                row.__dict__["__islocal"] = 1


def _takes_any_name(row: Any) -> bool:
    """Whether nobody has a say in the names of the rows of this DocType."""
    for handlers, observers in (events.listeners(row.doctype, event) for event in NAMING_EVENTS):
        if handlers or observers:
            return False
    cache = current().site.cache("rows_of_any_name")
    if row.doctype not in cache:
        own = hasattr(row, "before_naming") or hasattr(row, "autoname")
        meta = row.meta
        by_definition = str(meta.autoname or "hash") != "hash" or meta.has_field("amended_from")
        cache[row.doctype] = not (own or by_definition or _naming_rules(row.doctype))
    return bool(cache[row.doctype])


def set_new_name(doc: Any) -> None:
    """The steps of naming; the first that gives a name ends them."""
    doc.run_method("before_naming")
    meta, autoname = doc.meta, str(doc.meta.autoname or "")
    prompted = doc.__dict__.get("__newname")
    keep = autoname.lower() == "prompt" or current().flags.in_import or current().flags.in_install
    if not keep:
        doc.name = None
    if meta.is_autoincrement:
        doc.name = series.next_integer(doc.doctype)
        return
    if doc.get("amended_from") and meta.has_field("amended_from") and not _default_amendment(doc):
        doc.name = amended_name(doc)
    elif meta.issingle:
        doc.name = doc.doctype
    if not doc.name:
        _by_rule(doc)
    if not doc.name:
        doc.run_method("autoname")
    if not doc.name or (autoname.lower() == "prompt" and prompted):
        by_autoname(doc, autoname)
    if not doc.name:
        doc.name = series.random_name()  # whoever stores it takes another if it should be in use
    doc.name = validate_name(doc.doctype, doc.name)


def by_autoname(doc: Any, autoname: str) -> None:
    """The forms of `autoname`."""
    lowered = autoname.lower()
    if lowered.startswith("field:"):
        _by_field(doc, autoname[6:])
    elif lowered.startswith("naming_series:"):
        by_naming_series(doc)
    elif lowered.startswith("format:"):
        doc.name = series.format_name(autoname[7:], doc)
    elif lowered == "prompt":
        _by_prompt(doc)
    elif autoname == "hash":
        doc.name = series.random_name()
    elif "#" in autoname:
        doc.name = series.make_autoname(autoname, doc.doctype, doc)


def _by_field(doc: Any, fieldname: str) -> None:
    value = doc.get(fieldname)
    text = str(value).strip() if value is not None else ""
    if not text:
        throw(_("{0} is required").format(_(doc.meta.get_label(fieldname))))
    doc.name = text


def _by_prompt(doc: Any) -> None:
    name = doc.__dict__.pop("__newname", None) or doc.name
    if not name:
        throw(_("Name: type the name of the record"))
    doc.name = name


def by_naming_series(doc: Any) -> None:
    """`doc.naming_series`, else the first option of that field."""
    if not doc.get("naming_series"):
        options = str(doc.meta.get_options("naming_series") or "").split("\n")
        doc.naming_series = next((option for option in options if option), None)
    if not doc.naming_series:
        throw(_("Naming Series mandatory"))
    doc.name = series.make_autoname(
        f"{doc.naming_series}.#####" if "#" not in doc.naming_series else doc.naming_series,
        doc.doctype,
        doc,
    )


def _by_rule(doc: Any) -> None:
    """Document Naming Rules, highest priority first; the counter lives in the rule."""
    if current().flags.in_install or doc.doctype.startswith("Document Naming Rule"):
        return
    for rule in _naming_rules(doc.doctype):
        if _fits(rule, doc):
            prefix = series.parse(str(rule["prefix"] or "").split("."), doc)
            number = _next_of_rule(rule["name"])
            doc.name = prefix + str(number).zfill(int(rule["prefix_digits"] or 5))
            return


def _next_of_rule(name: str) -> int:
    """Counted up and read under the write lock."""
    db = current().db
    db.execute(
        "UPDATE `tabDocument Naming Rule` SET `counter` = `counter` + 1 WHERE `name` = ?", (name,)
    )
    rows = db.execute("SELECT `counter` FROM `tabDocument Naming Rule` WHERE `name` = ?", (name,))
    return int(rows[0][0])


def _naming_rules(doctype: str) -> list[dict[str, Any]]:
    cache = current().site.cache("naming_rules")
    if doctype not in cache:
        cache[doctype] = _load_rules(doctype) if doctype_exists("Document Naming Rule") else []
    found: list[dict[str, Any]] = cache[doctype]
    return found


def _load_rules(doctype: str) -> list[dict[str, Any]]:
    db = current().db
    columns, rows = db.fetch(
        "SELECT `name`, `prefix`, `prefix_digits` FROM `tabDocument Naming Rule`"
        " WHERE `document_type` = ? AND `disabled` = 0 ORDER BY `priority` DESC",
        (doctype,),
    )
    rules = [dict(zip(columns, row, strict=True)) for row in rows]
    for rule in rules:
        rule["conditions"] = db.execute(
            "SELECT `field`, `condition`, `value` FROM `tabDocument Naming Rule Condition` WHERE `parent` = ?",
            (rule["name"],),
        )
    return rules


def _fits(rule: dict[str, Any], doc: Any) -> bool:
    for fieldname, condition, value in rule["conditions"]:
        actual = doc.get(fieldname)
        wanted = type(actual)(value) if isinstance(actual, int | float) else value
        if not _TESTS[condition]("" if actual is None else actual, wanted):
            return False
    return True


_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: str(a) == str(b),
    "!=": lambda a, b: str(a) != str(b),
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}


def amended_name(doc: Any) -> str:
    """`X`, `X-1`, `X-2`: the chain keeps its first base."""
    rows = current().db.execute(
        f"SELECT `amended_from` FROM `tab{doc.doctype}` WHERE `name` = ?", (doc.amended_from,)
    )
    original = str(doc.amended_from)
    if rows and rows[0][0]:
        base, number = _SUFFIX.sub("", original), int(original.rpartition("-")[2] or 0)
        return f"{base}-{number + 1}"
    return f"{original}-1"


def _default_amendment(doc: Any) -> bool:
    """True when the amended record is named like any other."""
    if not doctype_exists("Amended Document Naming Settings"):
        return False
    rows = current().db.execute(
        "SELECT `action` FROM `tabAmended Document Naming Settings` WHERE `document_type` = ?",
        (doc.doctype,),
    )
    return bool(rows) and rows[0][0] == "Default Naming"


def validate_name(doctype: str, name: Any) -> Any:
    """A stored name: a stripped text, not the DocType's own, not `New ...`, without < and >."""
    if isinstance(name, int) and _is_numbered(doctype):
        return name
    if not isinstance(name, str):
        throw(
            _("Name: {0} is not a text, so it cannot name a {1}").format(name, _(doctype)),
            errors.NameError,
        )
    name = name.strip()
    if not name:
        throw(_("Name: type the name of the {0}").format(_(doctype)))
    if name.startswith("New " + doctype):
        throw(
            _("{0}: the name {1} cannot be used. Check the naming rule of this form").format(
                _(doctype), name
            ),
            errors.NameError,
        )
    if name == doctype and not _is_single(doctype):
        throw(
            _("Name: {1} cannot be the name of a {0}. Choose another").format(_(doctype), name),
            errors.NameError,
        )
    if "<" in name or ">" in name:
        throw(
            _("Name: these special characters cannot be used: {0}").format("< >"), errors.NameError
        )
    if len(name) > MAX_LENGTH:
        throw(
            _("The name has {0} characters; {1} are possible").format(len(name), MAX_LENGTH),
            errors.CharacterLengthExceededError,
        )
    return name


def _is_numbered(doctype: str) -> bool:
    return doctype_exists(doctype) and get_meta(doctype).is_autoincrement


def _is_single(doctype: str) -> bool:
    return doctype_exists(doctype) and bool(get_meta(doctype).issingle)


def store(doc: Any, ignore_if_duplicate: bool = False) -> bool:
    """INSERT the row; False when a duplicate was asked to be ignored."""
    random = str(doc.meta.autoname or "") in ("", "hash") and _was_hash(doc)
    for tries_left in reversed(range(HASH_TRIES)):
        try:
            rows_store.insert_row(doc)
            return True
        except errors.UniqueConstraint as error:
            if "name" in error.columns and random and tries_left:
                doc.name = series.random_name()
            elif _is_name(doc, error) and ignore_if_duplicate:
                return False
            else:
                raise unique_error(doc, error) from error
    return False


def _is_name(doc: Any, error: errors.UniqueConstraint) -> bool:
    """The name itself, or the field it is taken from; of two that are in use the name is told first."""
    autoname = str(doc.meta.autoname or "")
    if "name" in error.columns or error.columns == (autoname.removeprefix("field:"),):
        return True
    sql = f"SELECT 1 FROM `tab{doc.doctype}` WHERE `name` = ?"
    return bool(current().db.execute(sql, (doc.name,)))


def _was_hash(doc: Any) -> bool:
    return len(str(doc.name)) == 10 and str(doc.name).isalnum()


def unique_error(doc: Any, error: errors.UniqueConstraint) -> Exception:
    """DuplicateEntryError for the name, UniqueValidationError for a field; the message is queued."""
    if doc.is_new() and _is_name(doc, error):
        msgprint(
            _("{0} {1} already exists").format(_(doc.doctype), doc.name),
            title=_("Duplicate Name"),
            indicator="red",
        )
        return errors.DuplicateEntryError(doc.doctype, doc.name)
    labels = ", ".join(_(doc.meta.get_label(column)) for column in error.columns)
    values = ", ".join(str(doc.get(column)) for column in error.columns)
    msgprint(_("{0} must be unique: {1} is used already").format(labels, values))
    return errors.UniqueValidationError(doc.doctype, doc.name, labels)


def revert_counter(doc: Any) -> None:
    """After a delete: the last number may be used again."""
    autoname = str(doc.meta.autoname or "")
    if autoname.startswith("naming_series:") and doc.get("naming_series"):
        series.revert_if_last(doc.naming_series, str(doc.name), doc)
    elif "#" in autoname and "." in autoname and not autoname.startswith("format:"):
        series.revert_if_last(autoname, str(doc.name), doc)


def append_number_if_name_exists(
    doctype: str, value: str, fieldname: str = "name", separator: str = "-", filters: Any = None
) -> str:
    """`value`, or `value-1`, `value-2`: the first that is free."""
    taken = {
        str(row[0]).lower()
        for row in current().db.execute(
            f"SELECT `{fieldname}` FROM `tab{doctype}` WHERE `{fieldname}` = ? OR `{fieldname}` LIKE ?",
            (value, f"{value}{separator}%"),
        )
    }
    candidate, number = value, 0
    while candidate.lower() in taken:
        number += 1
        candidate = f"{value}{separator}{number}"
    return candidate
