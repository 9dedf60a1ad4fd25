"""Which records point to a record, and cancelling the submitted ones of them."""

from collections.abc import Iterator
from typing import Any

from ristretto.web.listing import parse_list

import frappe
from frappe import _

MAX_PER_DOCTYPE = 500


@frappe.whitelist()
@frappe.read_only()
def get(doctype: str, docname: Any) -> dict[str, list[Any]]:
    """{DocType: [rows]} of records that link here and that the caller may see."""
    frappe.get_doc(doctype, docname).check_permission("read")
    found: dict[str, list[Any]] = {}
    for link in links_to(doctype):
        target = link["doctype"]
        rows = _rows(link, doctype, docname) if frappe.has_permission(target) else []
        known = {row.name for row in found.get(target, [])}
        fresh = [
            row
            for row in rows
            if row.name not in known and (target, row.name) != (doctype, docname)
        ]
        if fresh:
            found.setdefault(target, []).extend(fresh)
    return found


@frappe.whitelist()
@frappe.read_only()
def get_submitted_linked_docs(
    doctype: str, name: Any, ignore_doctypes_on_cancel_all: Any = None
) -> dict[str, Any]:
    """{"docs": [{doctype, name, docstatus}], "count"} of submitted records that hang on this one,
    near ones first."""
    frappe.get_doc(doctype, name).check_permission("read")
    ignored = set(
        parse_list(ignore_doctypes_on_cancel_all, "ignore_doctypes_on_cancel_all", of=str)
    )
    found: dict[tuple[str, str], None] = {}
    queue = [(doctype, str(name))]
    while queue:
        current = queue.pop(0)
        for key in _submitted_links(*current):
            if key not in found and key != (doctype, name) and key[0] not in ignored:
                found[key] = None
                queue.append(key)
    docs = [{"doctype": dt, "name": dn, "docstatus": 1} for dt, dn in found]
    return {"docs": docs, "count": len(docs)}


@frappe.whitelist(methods=["POST", "PUT"])
def cancel_all_linked_docs(docs: Any, ignore_doctypes_on_cancel_all: Any = None) -> None:
    """Cancel the listed records, last found first; each needs the caller's cancel right."""
    ignored = set(
        parse_list(ignore_doctypes_on_cancel_all, "ignore_doctypes_on_cancel_all", of=str)
    )
    exempt = set(frappe.get_hooks("auto_cancel_exempted_doctypes"))
    for row in reversed(parse_list(docs, "docs", of=dict)):
        doctype, name = row.get("doctype"), row.get("name")
        if not isinstance(doctype, str) or not name:
            frappe.throw(_("{0} must be a list").format("docs"))
        if doctype in ignored | exempt:
            continue
        document = frappe.get_doc(doctype, name)
        if document.docstatus == 1:
            document.cancel()


def links_to(doctype: str) -> Iterator[dict[str, Any]]:
    """{doctype, fieldname, parent_table?, dynamic?} for every field of a non-single DocType that
    can hold a name of this one."""
    for field in _all_link_fields(doctype):
        meta = frappe.get_meta(field.parent)
        if meta.issingle or meta.is_virtual:
            continue
        if meta.istable:
            for parent in _parents_of(field.parent):
                yield {
                    "doctype": parent,
                    "fieldname": field.fieldname,
                    "child": field.parent,
                    "dynamic": field.dynamic,
                }
        else:
            yield {
                "doctype": field.parent,
                "fieldname": field.fieldname,
                "child": None,
                "dynamic": field.dynamic,
            }


def _all_link_fields(doctype: str) -> list[Any]:
    rows = []
    for source, parent in (("DocField", "parent"), ("Custom Field", "dt as parent")):
        rows += frappe.get_all(
            source,
            filters={"fieldtype": "Link", "options": doctype},
            fields=[parent, "fieldname"],
            order_by="creation",
        )
        rows += [
            frappe._dict(row, dynamic=row.options)
            for row in frappe.get_all(
                source,
                filters={"fieldtype": "Dynamic Link"},
                fields=[parent, "fieldname", "options"],
                order_by="creation",
            )
        ]
    return [frappe._dict(row) for row in rows if frappe.db.exists("DocType", row.parent)]


def _parents_of(child: str) -> list[str]:
    filters = {"fieldtype": ("in", ("Table", "Table MultiSelect")), "options": child}
    parents = frappe.get_all("DocField", filters=filters, pluck="parent")
    parents += frappe.get_all("Custom Field", filters=filters, pluck="dt")
    return [name for name in dict.fromkeys(parents) if not frappe.get_meta(name).issingle]


def _rows(link: dict[str, Any], doctype: str, docname: Any) -> list[Any]:
    target = link["doctype"]
    source = link["child"] or target
    filters = [[source, link["fieldname"], "=", docname]]
    if link["dynamic"]:
        filters.append([source, link["dynamic"], "=", doctype])
    meta = frappe.get_meta(target)
    extra = [*meta.get_list_fields(), "docstatus", "modified"]
    fields = [f"`tab{target}`.`{name}`" for name in dict.fromkeys(["name", *extra])]
    return frappe.get_list(
        target, filters=filters, fields=fields, limit_page_length=MAX_PER_DOCTYPE, distinct=True
    )


def _submitted_links(doctype: str, name: str) -> list[tuple[str, str]]:
    """Submitted records that link directly; found without regard to the caller's rights, as a
    cancel would meet them."""
    found = []
    for link in links_to(doctype):
        if (
            not frappe.get_meta(link["doctype"]).is_submittable
            or link["fieldname"] == "amended_from"
        ):
            continue
        source = link["child"] or link["doctype"]
        filters = [[source, link["fieldname"], "=", name], [link["doctype"], "docstatus", "=", 1]]
        if link["dynamic"]:
            filters.append([source, link["dynamic"], "=", doctype])
        names = frappe.get_all(link["doctype"], filters=filters, pluck="name", distinct=True)
        found += [(link["doctype"], str(each)) for each in names]
    return found


def get_linked_doctypes(doctype: str) -> dict[str, Any]:
    """{DocType: {"fieldname": [..]}} of DocTypes with a field that points here."""
    answer: dict[str, Any] = {}
    for link in links_to(doctype):
        entry = answer.setdefault(
            link["doctype"], {"fieldname": [], "child_doctype": link["child"]}
        )
        entry["fieldname"].append(link["fieldname"])
    return answer
