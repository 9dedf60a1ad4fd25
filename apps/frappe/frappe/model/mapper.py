"""Making one document out of another: fields of the same name, mapped fields, mapped child rows."""

from collections.abc import Callable
from typing import Any

from ristretto.web.listing import parse_list, parse_object
from ristretto.web.whitelist import is_registered

import frappe
from frappe import _
from frappe.model import child_table_fields, default_fields
from frappe.utils import cstr

_NEVER_COPIED = frozenset(
    (*default_fields, *child_table_fields, "amended_from", "amendment_date", "__islocal")
)


@frappe.whitelist()
@frappe.read_only()
def make_mapped_doc(
    method: str, source_name: Any, selected_children: Any = None, args: Any = None
) -> Any:
    """The unsaved result of a whitelisted mapping function `method(source_name)`."""
    function = _whitelisted(method)
    frappe.flags.args = frappe._dict(parse_object(args, "args")) if args else frappe.flags.args
    if selected_children:
        frappe.flags.selected_children = parse_object(selected_children, "selected_children")
    return frappe.call(function, source_name, args=frappe.flags.args)


@frappe.whitelist()
@frappe.read_only()
def map_docs(method: str, source_names: Any, target_doc: Any, args: Any = None) -> Any:
    """Several sources into one target document."""
    function = _whitelisted(method)
    target: Any = target_doc
    for name in parse_list(source_names, "source_names"):
        target = frappe.call(
            function, name, target_doc=target, args=parse_object(args, "args") if args else None
        )
    return target


def get_mapped_doc(
    from_doctype: str,
    from_docname: Any,
    table_maps: dict[str, Any],
    target_doc: Any = None,
    postprocess: Callable[..., Any] | None = None,
    ignore_permissions: bool = False,
    ignore_child_tables: bool = False,
    cached: bool = False,
) -> Any:
    """Map a source document and its children by `table_maps`.

    {source DocType: {doctype, field_map, field_no_map, validation, condition, postprocess,
    add_if_empty, filter}}.
    Raises PermissionError without create on the target or read on the source.
    """
    source = (
        frappe.get_cached_doc(from_doctype, from_docname)
        if cached
        else frappe.get_doc(from_doctype, from_docname)
    )
    if not ignore_permissions:
        source.check_permission("read")
    target = _target(target_doc, table_maps[from_doctype]["doctype"])
    if not ignore_permissions and not frappe.has_permission(target.doctype, "create"):
        frappe.throw(
            _("{0}: your roles do not let you create one").format(_(target.doctype)),
            frappe.PermissionError,
        )
    map_doc(source, target, table_maps[from_doctype])
    if not ignore_child_tables:
        _map_tables(source, target, table_maps)
    if postprocess:
        postprocess(source, target)
    target.set_onload("load_after_mapping", True)
    return target


def map_doc(
    source_doc: Any, target_doc: Any, table_map: dict[str, Any], source_parent: Any = None
) -> None:
    """Check the validation of the map, copy fields, run its postprocess."""
    _validate(source_doc, table_map.get("validation") or {})
    map_fields(source_doc, target_doc, table_map, source_parent)
    if table_map.get("postprocess"):
        table_map["postprocess"](source_doc, target_doc, source_parent)


def map_fields(
    source_doc: Any, target_doc: Any, table_map: dict[str, Any], source_parent: Any = None
) -> None:
    """Same-named fields without no_copy, then a link back to the source, then `field_map`."""
    excluded = _NEVER_COPIED | set(table_map.get("field_no_map") or ())
    excluded |= {
        f.fieldname for f in (*source_doc.meta.fields, *target_doc.meta.fields) if f.no_copy
    }
    for field in target_doc.meta.get("fields"):
        if field.fieldname in excluded or field.fieldtype in ("Table", "Table MultiSelect"):
            continue
        value = source_doc.get(field.fieldname)
        if value not in (None, ""):
            target_doc.set(field.fieldname, value)
        elif (
            field.fieldtype == "Link"
            and field.options == source_doc.doctype
            and not target_doc.get(field.fieldname)
        ):
            target_doc.set(field.fieldname, source_doc.name)
    for source_name, target_name in _pairs(table_map.get("field_map")):
        value = source_doc.get(source_name)
        if value not in (None, ""):
            target_doc.set(target_name, value)
    if source_parent and target_doc.meta.istable and source_doc.idx:
        target_doc.idx = source_doc.idx


def map_child_doc(
    source_d: Any, target_parent: Any, table_map: dict[str, Any], source_parent: Any = None
) -> Any:
    """One child row, appended to the table of the target that holds its DocType."""
    fieldname = _table_field(target_parent, table_map["doctype"])
    row = target_parent.append(fieldname, {})
    map_doc(source_d, row, table_map, source_parent)
    return row


def _target(target_doc: Any, doctype: str) -> Any:
    if target_doc is None:
        return frappe.new_doc(doctype)
    return (
        frappe.get_doc(parse_object(target_doc, "target_doc"))
        if isinstance(target_doc, str | dict)
        else target_doc
    )


def _map_tables(source: Any, target: Any, table_maps: dict[str, Any]) -> None:
    for field in source.meta.get_table_fields():
        table_map = table_maps.get(field.options) or _same_table(field, target)
        if not table_map:
            continue
        to_field = _table_field(target, table_map["doctype"])
        if not to_field or (table_map.get("add_if_empty") and target.get(to_field)):
            continue
        if table_map.get("reset_value"):
            target.set(to_field, [])
        for row in source.get(field.fieldname) or []:
            if _wanted(row, table_map, field.fieldname):
                map_child_doc(row, target, table_map, source)


def _same_table(field: Any, target: Any) -> dict[str, Any] | None:
    """A table that both have under one name is copied without being named, unless marked
    no_copy."""
    other = target.meta.get_field(field.fieldname)
    if not other or other.options != field.options or field.no_copy or other.no_copy:
        return None
    return {"doctype": other.options}


def _wanted(row: Any, table_map: dict[str, Any], fieldname: str) -> bool:
    selected = (frappe.flags.selected_children or {}).get(fieldname)
    if selected and row.name not in selected:
        return False
    if table_map.get("condition") and not table_map["condition"](row):
        return False
    return not (table_map.get("filter") and table_map["filter"](row))


def _table_field(parent: Any, child: str) -> str | None:
    return next(
        (field.fieldname for field in parent.meta.get_table_fields() if field.options == child),
        None,
    )


def _validate(source: Any, rules: dict[str, list[Any]]) -> None:
    """{field: [operator, value]} that the source must fulfil."""
    for fieldname, (operator, expected) in rules.items():
        value = source.get(fieldname)
        fits = frappe.utils.compare(value, operator, expected)
        if not fits:
            label = _(source.meta.get_label(fieldname))
            frappe.throw(
                _("This document cannot be made from the other one, because this does not hold:")
                + f" {label} {cstr(operator)} {cstr(expected)}",
                frappe.ValidationError,
            )


def _pairs(field_map: Any) -> list[tuple[str, str]]:
    """A dict, or a list of [from, to]."""
    if not field_map:
        return []
    return (
        list(field_map.items())
        if isinstance(field_map, dict)
        else [(pair[0], pair[1]) for pair in field_map]
    )


def _whitelisted(method: str) -> Callable[..., Any]:
    overrides = frappe.get_hooks("override_whitelisted_methods", {})
    path = (
        overrides[method][-1] if isinstance(overrides, dict) and overrides.get(method) else method
    )
    function = frappe.get_attr(path)
    if not is_registered(function):
        frappe.throw(_("Function {0} is not whitelisted.").format(path), frappe.PermissionError)
    return function
