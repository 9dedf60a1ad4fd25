"""Small services of a form: comments, files to remove, the next record."""

from typing import Any

from ristretto.web.listing import filter_rows

import frappe
from frappe import _


@frappe.whitelist(methods=["DELETE", "POST"])
def remove_attach() -> None:
    """Delete a file of a form; needs write permission on the record that it hangs on."""
    record = frappe.get_doc("File", frappe.form_dict.get("fid"))
    record.check_permission("delete")
    frappe.delete_doc("File", record.name)


@frappe.whitelist(methods=["POST", "PUT"])
def add_comment(
    reference_doctype: str, reference_name: Any, content: str, comment_email: str, comment_by: str
) -> Any:
    """A comment on a record that the caller may read. Its author is the caller, whatever the
    arguments say."""
    target = frappe.get_doc(reference_doctype, reference_name)
    target.check_permission()
    comment = frappe.new_doc("Comment")
    comment.update(
        {
            "comment_type": "Comment",
            "reference_doctype": reference_doctype,
            "reference_name": reference_name,
            "comment_email": frappe.session.user,
            "comment_by": frappe.utils.get_fullname(frappe.session.user),
            "content": content,
        }
    )
    # Whoever may read a record may comment on it; readers have no create right on Comment by role.
    comment.insert(ignore_permissions=True)
    return comment


@frappe.whitelist(methods=["POST", "PUT"])
def update_comment(name: str, content: str) -> None:
    """Change one's own comment."""
    comment = frappe.get_doc("Comment", name)
    if frappe.session.user not in ("Administrator", comment.owner):
        frappe.throw(_("Only the writer may change this comment"), frappe.PermissionError)
    if comment.reference_doctype and comment.reference_name:
        frappe.get_doc(comment.reference_doctype, comment.reference_name).check_permission()
    comment.content = content
    # The owner's right to edit was decided above; Comment grants no write right by role.
    comment.save(ignore_permissions=True)


@frappe.whitelist()
@frappe.read_only()
def get_next(
    doctype: str,
    value: Any,
    prev: Any,
    filters: Any = None,
    sort_order: str = "desc",
    sort_field: str = "modified",
) -> Any:
    """Name of the record after (or, with `prev`, before) this one in a list; None at its end."""
    back = frappe.utils.cint(prev)
    order = "asc" if sort_order.lower() == "asc" else "desc"
    forward = ">" if order == "asc" else "<"
    condition = {">": "<", "<": ">"}[forward] if back else forward
    column = sort_field if frappe.get_meta(doctype).has_field(sort_field) else "modified"
    conditions = filter_rows(filters, doctype)
    conditions.append([doctype, column, condition, frappe.get_value(doctype, value, column)])
    found = frappe.get_list(
        doctype,
        fields=["name"],
        filters=conditions,
        order_by=f"`tab{doctype}`.`{column}` {'desc' if back == (order == 'asc') else 'asc'}",
        limit_page_length=1,
        as_list=True,
    )
    if not found:
        frappe.msgprint(_("No further records"))
        return None
    return found[0][0]
