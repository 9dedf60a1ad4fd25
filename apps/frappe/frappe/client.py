"""Documents by remote call: what scripts of pages and foreign clients use besides REST.

Every function here is for callers from outside and checks their rights; `get_count` too, which
stock leaves open.
"""

from typing import Any

from ristretto import query
from ristretto.web.listing import (
    list_documents,
    parse_filters,
    parse_list,
    parse_object,
    require_listable,
)
from ristretto.web.rows import keep_in_its_record, keep_sent_row
from ristretto.web.whitelist import is_long_list, slow

import frappe
from frappe import _
from frappe._client import (
    document_values,
    field_names,
    first_row,
    insert_values,
    is_json_object,
    may_see,
    name_of,
    parent_with_changed_row,
    readable,
    single_values,
)
from frappe.model import child_table_fields, default_fields

MAX_INSERTS = 200
_STANDARD_FIELDS = frozenset((*default_fields, *child_table_fields))


@frappe.whitelist()
@frappe.read_only()
@slow(is_long_list)
def get_list(
    doctype: str,
    fields: Any = None,
    filters: Any = None,
    group_by: str | None = None,
    order_by: str | None = None,
    limit_start: Any = None,
    limit_page_length: Any = 20,
    parent: str | None = None,
    debug: Any = False,
    as_dict: Any = True,
    or_filters: Any = None,
) -> list[Any]:
    """Rows that the caller may see."""
    arguments = frappe._dict(
        fields=fields,
        filters=filters,
        or_filters=or_filters,
        group_by=group_by,
        order_by=order_by,
        limit_start=limit_start,
        parent=parent,
        debug=debug,
        as_dict=as_dict,
    )
    return list_documents(doctype, arguments, limit_page_length)


@frappe.whitelist()
@frappe.read_only()
def get_count(doctype: str, filters: Any = None, debug: Any = False, cache: Any = False) -> int:
    """How many rows the caller may see (closed hole U08: stock counts for everybody)."""
    return query.count(doctype, filters=parse_filters(filters))


@frappe.whitelist()
@frappe.read_only()
def get(
    doctype: str, name: Any = None, filters: Any = None, parent: str | None = None
) -> dict[str, Any]:
    """One document with its empty fields; by name, or the newest that fits `filters`."""
    meta = frappe.get_meta(doctype)
    if meta.istable:
        require_listable(meta, parent)
    found = doctype if meta.issingle else name_of(doctype, name, filters)
    document = frappe.get_doc(doctype, found)
    document.check_permission()
    document.apply_fieldlevel_read_permissions()
    return document.as_dict()


@frappe.whitelist()
@frappe.read_only()
def get_value(
    doctype: str,
    fieldname: Any,
    filters: Any = None,
    as_dict: Any = True,
    debug: Any = False,
    parent: str | None = None,
) -> Any:
    """Field values of the first record that fits; {} when there is none."""
    meta = frappe.get_meta(doctype)
    if meta.istable:
        require_listable(meta, parent)
    elif not frappe.has_permission(doctype):
        frappe.throw(_("{0}: your roles do not open it").format(_(doctype)), frappe.PermissionError)
    fields = field_names(fieldname)
    row = (
        single_values(doctype, fields)
        if meta.issingle
        else first_row(doctype, fields, filters, parent)
    )
    if frappe.utils.sbool(as_dict):
        return row
    values = [row.get(field) for field in fields] if row else []
    return values[0] if len(values) == 1 else values or None


@frappe.whitelist()
@frappe.read_only()
def get_single_value(doctype: str, field: str) -> Any:
    """A field of a single record; "" when it is empty."""
    if not frappe.has_permission(doctype):
        frappe.throw(_("{0}: your roles do not open it").format(_(doctype)), frappe.PermissionError)
    if not may_see(doctype, field):
        label = _(frappe.get_meta(doctype).get_label(field))
        frappe.throw(
            _("{0}: you may not read the field {1}").format(_(doctype), label),
            frappe.PermissionError,
        )
    value = frappe.db.get_single_value(doctype, field)
    return "" if value is None else value


@frappe.whitelist(methods=["POST", "PUT"])
def set_value(doctype: str, name: Any, fieldname: Any, value: Any = None) -> dict[str, Any]:
    """Change fields (a name and `value`, or an object) and save the whole document; of a child row,
    its parent."""
    values = fieldname
    if isinstance(fieldname, str) and not is_json_object(fieldname):
        values = {fieldname: value}
    values = parse_object(values, "fieldname")
    if _STANDARD_FIELDS & set(values):
        frappe.throw(_("Cannot edit standard fields"))
    document = frappe.get_doc(doctype, name)
    if document.meta.istable:
        document = parent_with_changed_row(document, values)
    else:
        document.update(values)
    document.save()
    return readable(document)


@frappe.whitelist(methods=["POST", "PUT"])
def insert(doc: Any = None) -> dict[str, Any]:
    return readable(insert_values(doc))


@frappe.whitelist(methods=["POST", "PUT"])
def insert_many(docs: Any = None) -> list[str]:
    """Names of up to 200 new documents; all or none."""
    rows = parse_list(docs, "docs", of=dict)
    if len(rows) > MAX_INSERTS:
        frappe.throw(_("Too many documents in one request: send 200 at most"))
    return [insert_values(row).name for row in rows]


@frappe.whitelist(methods=["POST", "PUT"])
def save(doc: Any) -> dict[str, Any]:
    """Save a document as the client holds it; its `modified` must be the stored one."""
    document = frappe.get_doc(document_values(doc))
    keep_sent_row(document)
    document.save()
    return readable(document)


@frappe.whitelist(methods=["POST", "PUT"])
def rename_doc(doctype: str, old_name: str, new_name: str, merge: Any = False) -> str:
    return frappe.rename_doc(doctype, old_name, new_name, merge=frappe.utils.sbool(merge))


@frappe.whitelist(methods=["POST", "PUT"])
def submit(doc: Any) -> dict[str, Any]:
    document = frappe.get_doc(document_values(doc))
    keep_sent_row(document)
    document.submit()
    return readable(document)


@frappe.whitelist(methods=["POST", "PUT"])
def cancel(doctype: str, name: Any) -> dict[str, Any]:
    document = frappe.get_doc(doctype, name)
    document.cancel()
    return readable(document)


@frappe.whitelist(methods=["DELETE", "POST"])
def delete(doctype: str, name: Any) -> None:
    """Delete a record; a child row is taken out of its parent."""
    if not frappe.get_meta(doctype).istable:
        frappe.delete_doc(doctype, name, ignore_missing=False)
        return
    row = frappe.get_doc(doctype, name)
    parent = frappe.get_doc(row.parenttype, row.parent)
    parent.set(row.parentfield, [r for r in parent.get(row.parentfield) if r.name != row.name])
    parent.save()


@frappe.whitelist(methods=["POST", "PUT"])
def bulk_update(docs: Any) -> dict[str, Any]:
    """Update many documents; those that fail are listed with their reason, the others stand."""
    failed = []
    for number, values in enumerate(parse_list(docs, "docs", of=dict)):
        row = {key: value for key, value in values.items() if key != "flags"}
        if not row.get("doctype") or not row.get("docname"):
            frappe.throw(_("{0} is missing").format("doctype, docname"))
        savepoint = f"bulk_update_{number}"
        frappe.db.savepoint(savepoint)
        try:
            document = frappe.get_doc(row.pop("doctype"), row.pop("docname"))
            keep_in_its_record(document, row)
            document.update(row)
            document.save()
        except (frappe.ValidationError, frappe.PermissionError, frappe.NameError) as error:
            frappe.db.rollback(save_point=savepoint)
            failed.append({"doc": values, "exc": str(error)})
    return {"failed_docs": failed}


@frappe.whitelist()
@frappe.read_only()
def has_permission(doctype: str, docname: Any, perm_type: str = "read") -> dict[str, bool]:
    document = frappe.get_doc(doctype, docname)
    return {"has_permission": bool(frappe.has_permission(doctype, perm_type.lower(), document))}


@frappe.whitelist()
@frappe.read_only()
def get_doc_permissions(doctype: str, docname: Any) -> dict[str, Any]:
    """{"permissions": right -> 0/1} of the caller on one record."""
    from frappe.permissions import get_doc_permissions as permissions_of

    return {"permissions": permissions_of(frappe.get_doc(doctype, docname))}


@frappe.whitelist()
def get_password(doctype: str, name: Any, fieldname: str) -> str | None:
    frappe.only_for("System Manager")
    return frappe.get_doc(doctype, name).get_password(fieldname)


@frappe.whitelist(allow_guest=True)
@frappe.read_only()
def get_time_zone() -> dict[str, str]:
    return {"time_zone": frappe.utils.get_system_timezone()}


@frappe.whitelist(methods=["POST", "PUT"])
def attach_file(
    filename: str | None = None,
    filedata: Any = None,
    doctype: str | None = None,
    docname: Any = None,
    folder: str | None = None,
    decode_base64: Any = False,
    is_private: Any = None,
    docfield: str | None = None,
) -> dict[str, Any]:
    """Attach text or base64 content to a record that the caller may write."""
    document = frappe.get_doc(doctype, docname)
    document.check_permission("write")
    record = frappe.get_doc(
        {
            "doctype": "File",
            "file_name": filename,
            "attached_to_doctype": doctype,
            "attached_to_name": docname,
            "attached_to_field": docfield,
            "folder": folder,
            "is_private": frappe.utils.cint(is_private),
            "content": filedata,
            "decode": frappe.utils.cint(decode_base64),
        }
    )
    record.save()
    if docfield:
        document.set(docfield, record.file_url)
        document.save()
    return record.as_dict()


@frappe.whitelist()
@frappe.read_only()
def is_document_amended(doctype: str, docname: Any) -> Any:
    """Name of the record that was made from this cancelled one, else None; False without a right to ask."""
    if not frappe.has_permission(doctype) or not frappe.get_meta(doctype).has_field("amended_from"):
        return False
    return frappe.db.exists(doctype, {"amended_from": docname})


@frappe.whitelist()
@frappe.read_only()
def validate_link(doctype: str, docname: str, fields: Any = None) -> dict[str, Any]:
    """{"name": stored name or None, fields…}: whether a link points to a record, and what to fetch
    from it."""
    rights = [right for right in ("select", "read") if frappe.has_permission(doctype, right)]
    # the names of DocTypes are no secret: everybody may fill a field that links to one
    if not rights and doctype != "DocType":
        frappe.throw(
            _("{0}: your roles do not let you read or choose from it").format(
                frappe.bold(_(doctype))
            ),
            frappe.PermissionError,
        )
    meta = frappe.get_meta(doctype)
    if meta.issingle:
        return frappe._dict(name=doctype)
    found = frappe._dict(name=frappe.db.get_value(doctype, docname, "name"))
    wanted = field_names(fields) if fields and fields != "[]" else []
    if found.name and wanted and "read" in rights:
        found.update(first_row(doctype, wanted, {"name": found.name}, None))
    elif found.name and wanted:
        frappe.msgprint(
            _("Values from {0} are filled in for those only who may read it").format(_(doctype)),
            indicator="orange",
        )
    return found


def insert_doc(doc: Any) -> Any:
    """Insert a document; a child row is appended to its parent, which is returned."""
    return insert_values(doc)
