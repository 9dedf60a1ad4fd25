"""Records on a calendar: those of a period, and moving one to another date."""

from typing import Any

from ristretto.web.listing import filter_rows, parse_list, parse_object

import frappe
from frappe import _


@frappe.whitelist()
@frappe.read_only()
def get_events(
    doctype: str, start: str, end: str, field_map: Any, filters: Any = None, fields: Any = None
) -> list[Any]:
    """Rows that overlap the period, named by their real fields; `field_map` says which are start,
    end and title."""
    names = frappe._dict(parse_object(field_map, "field_map"))
    meta = frappe.get_meta(doctype)
    for name in (names.start, names.end or names.start):
        if not name or (not meta.has_field(name) and name not in meta.get_valid_columns()):
            frappe.throw(_("{0} has no field {1}").format(_(doctype), name))
    wanted = parse_list(fields, "fields", of=str) or [names.start, names.end, names.title, "name"]
    color = meta.get_field("color")
    if color and "color" not in wanted:
        wanted = [*wanted, "color"]
    conditions = filter_rows(filters, doctype)
    conditions += [
        [doctype, names.start, "<=", f"{end} 23:59:59"[:19]],
        [doctype, names.end or names.start, ">=", start],
    ]
    columns = [name for name in dict.fromkeys(wanted) if name]
    return frappe.get_list(doctype, fields=columns, filters=conditions, limit_page_length=0)


@frappe.whitelist(methods=["POST", "PUT"])
def update_event(args: Any, field_map: Any) -> None:
    """Move a record: `args` has doctype, name, start and end."""
    values = frappe._dict(parse_object(args, "args"))
    names = frappe._dict(parse_object(field_map, "field_map"))
    if names.start not in values:
        frappe.throw(frappe._("field_map: start must name a value that args holds"))
    document = frappe.get_doc(values.doctype, values.name)
    document.set(names.start, values[names.start])
    if names.end:
        document.set(names.end, values.get(names.end) or values[names.start])
    document.save()
