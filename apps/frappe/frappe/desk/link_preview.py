"""The card shown when the mouse rests on a link: title, picture and the fields marked "in
preview"."""

from typing import Any

import frappe

_NEVER = ("Table", "Table MultiSelect", "HTML", "Button", "Password")


@frappe.whitelist()
@frappe.read_only()
def get_preview_data(doctype: str, docname: Any) -> Any:
    """{preview_image, preview_title, name, label: value …}; nothing when the DocType has no preview
    or the right is missing."""
    meta = frappe.get_meta(doctype)
    if not meta.show_preview_popup or not frappe.has_permission(doctype, "read", docname):
        return None
    fields = [field for field in meta.fields if field.in_preview and field.fieldtype not in _NEVER]
    if not fields:
        return None
    title, image = meta.get_title_field(), meta.image_field
    wanted = dict.fromkeys(
        ["name", title, *([image] if image else []), *(field.fieldname for field in fields)]
    )
    rows = frappe.get_list(doctype, filters={"name": docname}, fields=list(wanted), limit=1)
    if not rows:
        return None
    row = rows[0]
    answer = {
        "preview_image": row.get(image) if image else None,
        "preview_title": row.get(title),
        "name": row.name,
    }
    for field in fields:
        if value := row.get(field.fieldname):
            answer[field.label] = frappe.format(value, field)
    return answer
