"""Documents by remote call: what scripts of pages and foreign clients use besides REST.

Every function here is for callers from outside and checks their rights; `get_count` too, which
stock leaves open.
"""

from typing import Any

from ristretto import query
from ristretto.web.listing import list_documents, parse_json, require_listable

import frappe
from frappe import _

MAX_INSERTS = 200
_STANDARD_FIELDS = frozenset(
    {
        "doctype",
        "name",
        "owner",
        "creation",
        "modified",
        "modified_by",
        "docstatus",
        "idx",
        "parent",
        "parentfield",
        "parenttype",
    }
)


@frappe.whitelist()
@frappe.read_only()
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
    return query.count(doctype, filters=parse_json(filters or None, "filters"))


@frappe.whitelist()
@frappe.read_only()
def get(
    doctype: str, name: Any = None, filters: Any = None, parent: str | None = None
) -> dict[str, Any]:
    """One document with its empty fields; by name, or the newest that fits `filters`."""
    meta = frappe.get_meta(doctype)
    if meta.istable:
        require_listable(meta, parent)
    if meta.issingle:
        document = frappe.get_doc(doctype)
    else:
        document = frappe.get_doc(
            doctype, _name_of(doctype, name, parse_json(filters or None, "filters"))
        )
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
    elif not frappe.has_permission(doctype, "select") and not frappe.has_permission(
        doctype, "read"
    ):
        frappe.throw(_("No permission for {0}").format(_(doctype)), frappe.PermissionError)
    fields = _field_names(fieldname)
    row = (
        _single_values(doctype, fields)
        if meta.issingle
        else _first_row(doctype, fields, filters, parent)
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
        frappe.throw(_("No permission for {0}").format(_(doctype)), frappe.PermissionError)
    value = frappe.db.get_single_value(doctype, field)
    return "" if value is None else value


@frappe.whitelist(methods=["POST", "PUT"])
def set_value(doctype: str, name: Any, fieldname: Any, value: Any = None) -> dict[str, Any]:
    """Change fields (a name and `value`, or an object) and save the whole document; of a child row,
    its parent."""
    values = fieldname
    if value is not None or not _is_object(fieldname):
        values = {fieldname: value}
    values = parse_json(values, "fieldname")
    if _STANDARD_FIELDS & set(values):
        frappe.throw(_("Cannot edit standard fields"))
    document = frappe.get_doc(doctype, name)
    if document.meta.istable:
        document = _parent_with_changed_row(document, values)
    else:
        document.update(values)
    document.save()
    return _shown(document)


@frappe.whitelist(methods=["POST", "PUT"])
def insert(doc: Any = None) -> dict[str, Any]:
    return _shown(_insert(doc))


@frappe.whitelist(methods=["POST", "PUT"])
def insert_many(docs: Any = None) -> list[str]:
    """Names of up to 200 new documents; all or none."""
    rows = parse_json(docs, "docs")
    if not isinstance(rows, list):
        frappe.throw(_("{0} must be a list of rows").format("docs"))
    if len(rows) > MAX_INSERTS:
        frappe.throw(_("Only 200 inserts allowed in one request"))
    return [_insert(row).name for row in rows]


@frappe.whitelist(methods=["POST", "PUT"])
def save(doc: Any) -> dict[str, Any]:
    """Save a document as the client holds it; its `modified` must be the stored one."""
    document = frappe.get_doc(_object(doc))
    document.save()
    return _shown(document)


@frappe.whitelist(methods=["POST", "PUT"])
def rename_doc(doctype: str, old_name: str, new_name: str, merge: Any = False) -> str:
    return frappe.rename_doc(doctype, old_name, new_name, merge=frappe.utils.sbool(merge))


@frappe.whitelist(methods=["POST", "PUT"])
def submit(doc: Any) -> dict[str, Any]:
    document = frappe.get_doc(_object(doc))
    document.submit()
    return _shown(document)


@frappe.whitelist(methods=["POST", "PUT"])
def cancel(doctype: str, name: Any) -> dict[str, Any]:
    document = frappe.get_doc(doctype, name)
    document.cancel()
    return _shown(document)


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
    for number, values in enumerate(parse_json(docs, "docs")):
        row = dict(values)
        row.pop("flags", None)
        savepoint = f"bulk_update_{number}"
        frappe.db.savepoint(savepoint)
        try:
            document = frappe.get_doc(row.pop("doctype"), row.pop("docname"))
            document.update(row)
            document.save()
        except (frappe.ValidationError, frappe.PermissionError, frappe.NameError) as error:
            frappe.db.rollback(save_point=savepoint)
            failed.append({"doc": values, "exc": str(error)})
    return {"failed_docs": failed}


@frappe.whitelist()
@frappe.read_only()
def has_permission(doctype: str, docname: Any, perm_type: str = "read") -> dict[str, bool]:
    return {"has_permission": bool(frappe.has_permission(doctype, perm_type.lower(), docname))}


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
    """Whether another record was made from this cancelled one."""
    frappe.has_permission(doctype, throw=True)
    if not frappe.get_meta(doctype).has_field("amended_from"):
        return False
    return bool(frappe.db.exists(doctype, {"amended_from": docname}))


@frappe.whitelist()
@frappe.read_only()
def validate_link(doctype: str, docname: str, fields: Any = None) -> dict[str, Any]:
    """{"name": stored name or None, fields…}: whether a link points to a record, and what to fetch
    from it."""
    if not frappe.has_permission(doctype, "select") and not frappe.has_permission(doctype, "read"):
        frappe.throw(
            _("You do not have Read or Select Permissions for {0}").format(frappe.bold(_(doctype))),
            frappe.PermissionError,
        )
    meta = frappe.get_meta(doctype)
    if meta.issingle:
        return frappe._dict(name=doctype)
    found = frappe._dict(name=frappe.db.get_value(doctype, docname, "name"))
    wanted = _field_names(fields) if fields else []
    if found.name and wanted:
        found.update(_first_row(doctype, wanted, {"name": found.name}, None))
    return found


def insert_doc(doc: Any) -> Any:
    """Insert a document; a child row is appended to its parent, which is returned."""
    return _insert(doc)


def _insert(doc: Any) -> Any:
    values = _object(doc)
    if frappe.is_table(values["doctype"]):
        if not (values.get("parent") and values.get("parenttype") and values.get("parentfield")):
            frappe.throw(
                _("Parenttype, Parent and Parentfield are required to insert a child record")
            )
        parent = frappe.get_doc(values["parenttype"], values["parent"])
        parent.append(values["parentfield"], values)
        parent.save()
        return parent
    return frappe.get_doc(values).insert()


def _shown(document: Any) -> dict[str, Any]:
    """What the caller may read of it (closed hole P-LEAK: stock answers with every level)."""
    document.apply_fieldlevel_read_permissions()
    return document.as_dict()


def _object(doc: Any) -> dict[str, Any]:
    values = parse_json(doc, "doc")
    if not isinstance(values, dict) or not values.get("doctype"):
        frappe.throw(_("A document with its doctype is needed"))
    return {key: value for key, value in values.items() if key != "flags"}


def _is_object(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, str) and value.lstrip().startswith("{"))


def _field_names(fieldname: Any) -> list[str]:
    """A name, a JSON list of names, or a list."""
    if isinstance(fieldname, str) and fieldname.lstrip().startswith("["):
        fieldname = parse_json(fieldname, "fieldname")
    return list(fieldname) if isinstance(fieldname, list | tuple) else [fieldname]


def _name_of(doctype: str, name: Any, filters: Any) -> str:
    if name:
        return name
    if filters is None:
        frappe.throw(_("Name or filters are needed"))
    found = frappe.db.get_value(doctype, filters) if not isinstance(filters, str) else filters
    if not found:
        frappe.throw(_("{0} {1} not found").format(_(doctype), filters), frappe.DoesNotExistError)
    return found


def _first_row(doctype: str, fields: list[str], filters: Any, parent: str | None) -> dict[str, Any]:
    if isinstance(filters, str) and not filters.lstrip().startswith(("{", "[")):
        filters = {"name": filters}
    filters = parse_json(filters, "filters")
    if isinstance(filters, int | float):
        filters = {"name": str(filters)}
    rows = frappe.get_list(
        doctype, filters=filters, fields=fields, limit_page_length=1, parent_doctype=parent
    )
    return rows[0] if rows else {}


def _single_values(doctype: str, fields: list[str]) -> dict[str, Any]:
    values = {field: frappe.db.get_single_value(doctype, field) for field in fields}
    return {field: value for field, value in values.items() if value is not None}


def _parent_with_changed_row(row: Any, values: dict[str, Any]) -> Any:
    parent = frappe.get_doc(row.parenttype, row.parent)
    for child in parent.get(row.parentfield):
        if child.name == row.name:
            child.update(values)
    return parent
