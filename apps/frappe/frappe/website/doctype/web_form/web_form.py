"""Forms for people outside the desk: what such a form must be, and the calls that its page makes.

Closed holes: stock takes records through forms that are not published, fields that a form only shows, links to
any record, a second entry where one is allowed, and a change by GET. Here all of these are refused.
"""

from __future__ import annotations

import json
from typing import Any

from ristretto.web.listing import parse_json, parse_list, parse_object

import frappe
from frappe import _
from frappe.rate_limiter import rate_limit
from frappe.website.doctype.web_form import entries, links, submission
from frappe.website.website_generator import WebsiteGenerator

PATHS = ("new", "list", "edit")
FORBIDDEN_FORMS = frozenset(
    {*frappe.model.core_doctypes_list, "Web Form", "Server Script", "System Settings"}
)


class WebForm(WebsiteGenerator):
    """One form: which fields of which DocType, who may fill it in, what happens then."""

    website = frappe._dict(no_cache=1)

    def validate(self) -> None:
        super().validate()
        meta = frappe.get_meta(self.doc_type)
        self.module = self.module or meta.module
        if self.doc_type in FORBIDDEN_FORMS or meta.istable or meta.issingle or meta.is_virtual:
            frappe.throw(_("{0} cannot be filled in from outside.").format(_(self.doc_type)))
        if (
            self.is_standard
            and not frappe.conf.developer_mode
            and self.has_value_changed("is_standard")
        ):
            frappe.throw(_("Standard web forms are made in developer mode."))
        if not frappe.flags.in_import:
            self.validate_fields()
        self._check_condition()

    def validate_fields(self) -> None:
        """Each field is one of the form, on level 0, and of its own kind."""
        meta = frappe.get_meta(self.doc_type)
        own = [
            row
            for row in self.web_form_fields
            if row.fieldname and row.fieldtype not in submission.BREAKS
        ]
        missing = [row.fieldname for row in own if not meta.has_field(row.fieldname)]
        if missing:
            text = _("These fields do not exist in {0}: {1}")
            frappe.throw(text.format(_(self.doc_type), ", ".join(missing)))
        for row in own:
            field = meta.get_field(row.fieldname)
            row.label = row.label or field.label
            if field.fieldtype in ("Link", "Table") or not row.options:
                row.options = field.options
            if int(field.permlevel or 0):
                text = _("{0} is on a higher permission level and cannot stand in a web form.")
                frappe.throw(text.format(_(field.label or field.fieldname)))

    def _check_condition(self) -> None:
        if not isinstance(parse_json(self.condition_json or "[]", "condition_json"), list):
            frappe.throw(_("Condition JSON: write a list of filters."))

    def has_web_form_permission(self, doctype: str, name: Any, ptype: str = "read") -> bool:
        return entries.may(self, name, ptype) if doctype == self.doc_type else False

    def conditions(self) -> list[Any]:
        """The filters that say which records belong to this form."""
        return list(json.loads(self.condition_json or "[]"))


@frappe.whitelist(allow_guest=True, methods=["POST", "PUT"])
@rate_limit(key="web_form", limit=10, seconds=60)
def accept(web_form: str, data: Any) -> Any:
    """Store what somebody filled in; the record. Raises ValidationError naming what must be mended."""
    form = frappe.get_doc("Web Form", web_form)
    return submission.store(form, parse_object(data, "data"))


@frappe.whitelist(methods=["POST", "DELETE"])
def delete(web_form_name: str, docname: str) -> None:
    """Remove an entry of one's own, where the form allows it."""
    entries.delete(frappe.get_doc("Web Form", web_form_name), [docname])


@frappe.whitelist(methods=["POST", "DELETE"])
def delete_multiple(web_form_name: str, docnames: Any) -> None:
    names = parse_list(docnames, "docnames", of=str)
    entries.delete(frappe.get_doc("Web Form", web_form_name), names)


@frappe.whitelist(methods=["POST"])
@rate_limit(key="web_form", limit=10, seconds=60)
def add_comment(web_form: str, docname: str, comment: str) -> dict[str, Any]:
    """A remark about an entry that the caller may see, where the form has remarks."""
    return entries.add_comment(frappe.get_doc("Web Form", web_form), docname, comment)


@frappe.whitelist(allow_guest=True)
@frappe.read_only()
def get_web_form_filters(web_form_name: str) -> list[Any]:
    form = entries.open_form(web_form_name)
    return [row for row in form.web_form_fields if row.show_in_filter]


@frappe.whitelist(allow_guest=True)
@frappe.read_only()
def get_form_data(
    doctype: str, docname: str | None = None, web_form_name: str | None = None
) -> Any:
    """The form as its page needs it, and the entry that it shows."""
    form = entries.open_form(str(web_form_name))
    if doctype != form.doc_type:
        raise frappe.PermissionError(_("Not permitted"))
    entries.require_login(form)
    out = frappe._dict(web_form=form.as_dict(no_nulls=True))
    name = docname or entries.only_entry(form)
    if name:
        out.doc = entries.readable(form, name)
    for row in out.web_form.web_form_fields:
        if row.fieldtype == "Table":
            row.fields = columns_of(row.options)
            out[row.fieldname] = row.fields
        if row.fieldtype == "Link":
            row.fieldtype = "Autocomplete"
            row.options = links.as_text(form, row)
    return out


@frappe.whitelist()
@frappe.read_only()
def get_in_list_view_fields(doctype: str) -> list[dict[str, Any]]:
    """The columns of a DocType's lists; for those who may read it."""
    frappe.has_permission(doctype, "read", throw=True)
    return columns_of(doctype)


def columns_of(doctype: str) -> list[dict[str, Any]]:
    """Title or name, status, and what stands in lists."""
    meta = frappe.get_meta(doctype)
    first = [] if meta.istable else [meta.title_field or "name"]
    listed = [each.fieldname for each in meta.fields if each.in_list_view]
    names = dict.fromkeys([*first, *(["status"] if meta.has_field("status") else []), *listed])
    name = {"label": "Name", "fieldname": "name", "fieldtype": "Data"}
    return [name if each == "name" else meta.get_field(each).as_dict() for each in names]


def get_link_options(
    web_form_name: str, doctype: str, allow_read_on_all_link_options: bool = False
) -> str:
    """The choices of the form's links to a DocType, as text."""
    form = entries.open_form(web_form_name)
    rows = [
        row for row in form.web_form_fields if row.fieldtype == "Link" and row.options == doctype
    ]
    if not rows:
        said = _("You don't have permission to access the {0} DocType.").format(_(doctype))
        raise frappe.PermissionError(said)
    return links.as_text(form, rows[0])


def get_published_web_forms() -> list[Any]:
    """[{name, route, modified}] of the forms that are open."""
    return list(frappe.get_all("Web Form", {"published": 1}, ["name", "route", "modified"]))
