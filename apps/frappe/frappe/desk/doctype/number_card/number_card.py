"""Controller of Number Card, and the one figure it shows, counted over what its viewer may read."""

from __future__ import annotations

from typing import Any

from ristretto.web.listing import filter_rows, parse_list, parse_object

import frappe
from frappe import _
from frappe.desk.allowed import allowed_reports, figures_condition, readable_doctypes
from frappe.model.document import Document
from frappe.utils import add_to_date, cstr, flt, now

_FUNCTIONS = {"Count": "count", "Sum": "sum", "Average": "avg", "Minimum": "min", "Maximum": "max"}
_INTERVALS = {"Daily": {"days": -1}, "Weekly": {"weeks": -1}, "Monthly": {"months": -1}}


class NumberCard(Document):
    """What is counted, over which records."""

    def autoname(self) -> None:
        self.name = cstr(self.name or self.label)
        if frappe.db.exists("Number Card", self.name):
            from frappe.model.naming import append_number_if_name_exists

            self.name = append_number_if_name_exists("Number Card", self.name)

    def validate(self) -> None:
        kind = self.type or "Document Type"
        if kind == "Document Type":
            self._validate_document_type()
        elif kind == "Report" and not (
            self.report_name and self.report_field and self.report_function
        ):
            frappe.throw(
                _("Report Name, Report Field and Function are required to create a number card")
            )
        elif kind == "Custom" and not self.method:
            frappe.throw(_("Method: name the method that gives the number"))

    def _validate_document_type(self) -> None:
        if not (self.document_type and self.function):
            frappe.throw(_("Document Type, Function: choose both"))
        if self.function != "Count" and not self.aggregate_function_based_on:
            frappe.throw(_("Aggregate Field: choose the field to add up"))
        if frappe.get_meta(self.document_type).istable and not self.parent_document_type:
            frappe.throw(_("Parent Document Type: choose the form that holds this table"))

    def on_update(self) -> None:
        if frappe.conf.developer_mode and self.is_standard and not frappe.flags.in_import:
            from frappe.modules.export_file import export_to_files

            export_to_files(record_list=[["Number Card", self.name]], record_module=self.module)


def get_permission_query_conditions(
    user: str | None = None, doctype: str | None = None
) -> str | None:
    return figures_condition("Number Card", user, "type")


def has_permission(
    doc: Any, ptype: str = "read", user: str | None = None, debug: bool = False
) -> bool:
    user = user or frappe.session.user
    if "System Manager" in frappe.get_roles(user):
        return True
    if doc.type == "Report":
        return doc.report_name in allowed_reports(user)
    if doc.type == "Custom":
        return True
    return doc.document_type in readable_doctypes(user)


@frappe.whitelist()
@frappe.read_only()
def get_result(doc: Any, filters: Any = None, to_date: str | None = None) -> float:
    """The figure over the readable records that match; 0.0 for none."""
    card = doc if isinstance(doc, Document) else frappe._dict(parse_object(doc, "doc"))
    if card.function not in _FUNCTIONS:
        frappe.throw(_("{0} is not a function that a number card knows").format(card.function))
    function = _FUNCTIONS[card.function]
    field = "name" if function == "count" else card.aggregate_function_based_on
    rows = [row[:4] for row in parse_list(filters, "filters", of=list)]
    if to_date:
        rows.append([card.document_type, "creation", "<", to_date])
    found = frappe.get_list(
        card.document_type,
        fields=[f"{function}({field}) as result"],
        filters=rows,
        parent_doctype=card.parent_document_type,
        order_by="",
    )
    return flt(found[0]["result"]) if found else 0.0


@frappe.whitelist()
def get_percentage_difference(doc: Any, filters: Any = None, result: Any = None) -> float | None:
    """Growth in percent since one interval ago; None where there was nothing to grow from."""
    card = frappe.get_doc("Number Card", parse_object(doc, "doc").get("name"))
    card.check_permission("read")
    if not card.show_percentage_stats:
        return None
    before = calculate_previous_result(card, filters)
    if not before:
        return None
    return (flt(result) / before - 1) * 100.0


def calculate_previous_result(doc: Any, filters: Any) -> float:
    interval = _INTERVALS.get(doc.stats_time_interval, {"years": -1})
    return get_result(doc, filters, add_to_date(now(), **interval))


@frappe.whitelist()
def create_number_card(args: Any) -> Any:
    doc = frappe.new_doc("Number Card")
    doc.update(parse_object(args, "args"))
    return doc.insert()


@frappe.whitelist()
def create_report_number_card(args: Any) -> None:
    values = frappe._dict(parse_object(args, "args"))
    card = create_number_card(values)
    if values.dashboard:
        add_card_to_dashboard(values.update({"name": card.name}))


@frappe.whitelist()
def add_card_to_dashboard(args: Any) -> None:
    values = frappe._dict(parse_object(args, "args"))
    dashboard = frappe.get_doc("Dashboard", values.dashboard)
    dashboard.append("cards", {"card": values.name})
    dashboard.save()


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def get_cards_for_user(
    doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters: Any
) -> Any:
    rows = filter_rows(filters, "Number Card")
    if txt:
        rows.append(["label", "like", f"%{txt}%"])
    return frappe.get_list(
        "Number Card",
        fields=["name", "label", "document_type"],
        filters=rows,
        or_filters={"owner": frappe.session.user, "is_public": 1},
        as_list=True,
    )
