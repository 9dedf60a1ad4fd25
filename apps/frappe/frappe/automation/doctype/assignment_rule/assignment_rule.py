"""Controller of Assignment Rule: records that fit a condition become somebody's task.

Of the rules of a DocType the one with the highest priority that fits is followed; first a task is taken back, then
given, then closed or opened again. What goes wrong is told and logged, and never stops the save.
"""

from __future__ import annotations

from typing import Any

from ristretto.context import current
from ristretto.context.expressions import check_expression
from ristretto.db.metas import table_exists
from ristretto.flow import turns
from ristretto.web.listing import parse_list

import frappe
from frappe import _
from frappe.database import savepoint
from frappe.desk.form import assign_to
from frappe.model import log_types
from frappe.model.document import Document
from frappe.utils import cint, get_weekday

CONDITIONS = ("assign_condition", "unassign_condition", "close_condition")
FEW = 5  # more records than this are worked on in the background


class AssignmentRule(Document):
    """Conditions, days and people."""

    def validate(self) -> None:
        if self.document_type == "ToDo":
            frappe.throw(_("Tasks themselves cannot be assigned by a rule"))
        days = [row.day for row in self.assignment_days]
        twice = sorted({_(day) for day in days if days.count(day) > 1})
        if twice:
            frappe.throw(_("These days are in the list twice: {0}").format(", ".join(twice)))
        if self.rule != "Based on Field" and not self.users:
            frappe.throw(_("Name at least one person in {0}").format(_("Assign To Users")))
        if self.rule == "Based on Field" and not self.field:
            frappe.throw(_("Choose the field that names the person"))
        self._check_conditions()
        frappe.utils.jinja.validate_template(self.description)

    def _check_conditions(self) -> None:
        meta = frappe.get_meta(self.document_type)
        names = {*meta.get_valid_columns(), *(field.fieldname for field in meta.fields), "doctype"}
        for field in CONDITIONS:
            text = self.get(field)
            problem = check_expression(text, names) if text else None
            if problem:
                label = _(self.meta.get_label(field))
                frappe.throw(_("{0}: {1} cannot be read: {2}").format(label, text, problem))

    def on_update(self) -> None:
        frappe.clear_cache(doctype=self.document_type)

    def on_trash(self) -> None:
        frappe.clear_cache(doctype=self.document_type)

    @property
    def works_today(self) -> bool:
        days = [row.day for row in self.assignment_days]
        return not days or (frappe.flags.assignment_day or get_weekday()) in days

    def fits(self, condition: str, doc: Any) -> bool:
        """Whether a condition is true for a record's values; one that raises is not, and says so."""
        text = self.get(condition)
        if not text:
            return False
        try:
            return bool(frappe.safe_eval(text, None, doc))
        except Exception as error:  # a customiser's expression may raise anything
            frappe.msgprint(
                _("The assignment rule {0} could not be followed: {1}").format(self.name, error),
                indicator="orange",
            )
            return False

    def do_assignment(self, doc: Any) -> bool:
        """Give the record to the first person who can take it; whether somebody could."""
        # The rule acts for whoever wrote it, not for who saved the record.
        assign_to.clear(doc.doctype, doc.name, ignore_permissions=True)
        return any(self._give(doc, user) for user in self.candidates(doc))

    def candidates(self, doc: Any) -> list[str]:
        """People in the order in which they are asked."""
        if self.rule == "Based on Field":
            user = doc.get(self.field)
            return [user] if user and frappe.db.get_value("User", user, "enabled") else []
        users = [row.user for row in self.users]
        active = frappe.get_all("User", {"name": ["in", users], "enabled": 1}, pluck="name")
        users = [user for user in users if user in active]
        if self.rule == "Round Robin":
            return turns.in_turn(users, self.last_user)
        return turns.by_load(users, {user: self._open_tasks(user) for user in users})

    def _open_tasks(self, user: str) -> int:
        about = {"reference_type": self.document_type, "allocated_to": user, "status": "Open"}
        return cint(frappe.db.count("ToDo", about))

    def _give(self, doc: Any, user: str) -> bool:
        """Whether the task was made: the record may be closed to that person."""
        given = False
        messages = len(frappe.local.message_log)
        # As in do_assignment: the rule's right, not that of who saved the record.
        with savepoint(catch=(frappe.PermissionError, frappe.ValidationError)):
            assign_to.add(
                {
                    "assign_to": [user],
                    "doctype": doc.doctype,
                    "name": doc.name,
                    "description": frappe.render_template(self.description, doc),
                    "assignment_rule": self.name,
                    "date": doc.get(self.due_date_based_on) if self.due_date_based_on else None,
                },
                ignore_permissions=True,
            )
            given = True
        del frappe.local.message_log[messages:]  # nobody asked for this in person
        if not given:
            frappe.logger("assignment").warning("%s: %s cannot take %s", self.name, user, doc.name)
            return False
        frappe.db.set_value("Assignment Rule", self.name, "last_user", user, update_modified=False)
        return True


def rules_of(doctype: str) -> list[Any]:
    """Names of a DocType's rules, the higher priority first; read once until metadata changes."""
    cache = current().site.cache("assignment_rules")
    if "all" not in cache:
        table: dict[str, list[str]] = {}
        if table_exists("tabAssignment Rule"):
            for name, document_type in current().db.execute(
                "SELECT `name`, `document_type` FROM `tabAssignment Rule` WHERE `disabled` = 0 "
                "ORDER BY COALESCE(`priority`, 0) DESC, `creation`"
            ):
                table.setdefault(document_type, []).append(name)
        cache["all"] = table
    found: list[str] = cache["all"].get(doctype, [])
    return [frappe.get_doc("Assignment Rule", name) for name in found]


def _is_quiet(doctype: str) -> bool:
    flags = current().flags
    busy = flags.in_patch or flags.in_install or flags.in_migrate or flags.in_setup_wizard
    return bool(busy or doctype in log_types)


def get_assignments(doc: Any) -> list[Any]:
    """A record's tasks that were not taken back."""
    return frappe.get_all(
        "ToDo",
        fields=["name", "assignment_rule"],
        filters={
            "reference_type": doc.get("doctype"),
            "reference_name": doc.get("name"),
            "status": ["!=", "Cancelled"],
        },
    )


def apply(
    doc: Any = None, method: str | None = None, doctype: str | None = None, name: Any = None
) -> None:
    """Follow the rules for a record (after each save)."""
    doctype = str(doctype or doc.doctype)
    if _is_quiet(doctype):
        return
    rules = [rule for rule in rules_of(doctype) if rule.works_today]
    if not rules:
        return
    doc = doc or frappe.get_doc(doctype, name)
    values = doc.as_dict()
    assignments = get_assignments(values)
    is_free = not assignments or any(_take_back(rule, values, assignments) for rule in rules)
    if is_free and any(
        rule.do_assignment(values) for rule in rules if rule.fits("assign_condition", values)
    ):
        return
    if get_assignments(values):
        before = doc.get_doc_before_save() if hasattr(doc, "get_doc_before_save") else None
        _close_or_open(rules, values, before.as_dict() if before else None)


def _take_back(rule: Any, doc: Any, assignments: list[Any]) -> bool:
    if rule.name not in [row.assignment_rule for row in assignments]:
        return False
    if not rule.fits("unassign_condition", doc):
        return False
    # The rule acts for whoever wrote it, not for who saved the record.
    return assign_to.clear(doc.doctype, doc.name, ignore_permissions=True)


def _close_or_open(rules: list[Any], doc: Any, before: Any) -> None:
    """Close a record's tasks when a rule says so; open a rule's own again when it says so no more.

    A task that a person closed stays closed.
    """
    about = {"reference_type": doc.doctype, "reference_name": doc.name}
    for rule in rules:
        if rule.fits("close_condition", doc):
            _set_status({**about, "status": "Open"}, "Closed")
            return
        if before and rule.fits("close_condition", before):
            _set_status({**about, "status": "Closed", "assignment_rule": rule.name}, "Open")


def _set_status(filters: dict[str, Any], status: str) -> None:
    for name in frappe.get_all("ToDo", filters=filters, pluck="name"):
        todo = frappe.get_doc("ToDo", name)
        todo.status = status
        # The rule acts for whoever wrote it, not for who saved the record.
        todo.save(ignore_permissions=True)


def update_due_date(doc: Any, state: str | None = None) -> None:
    """Open tasks follow the date they are due by (after each save)."""
    if _is_quiet(doc.doctype) or frappe.flags.in_import:
        return
    for rule in rules_of(doc.doctype):
        field = rule.due_date_based_on
        if not field or not doc.meta.has_field(field) or not doc.has_value_changed(field):
            continue
        about = {
            "assignment_rule": rule.name,
            "reference_type": doc.doctype,
            "reference_name": doc.name,
            "status": "Open",
        }
        for name in frappe.get_all("ToDo", filters=about, pluck="name"):
            todo = frappe.get_doc("ToDo", name)
            todo.date = doc.get(field)
            # The rule acts for whoever wrote it, not for who saved the record.
            todo.save(ignore_permissions=True)


@frappe.whitelist(methods=["POST"])
def bulk_apply(doctype: str, docnames: Any) -> None:
    """Follow the rules for several records; many are worked on in the background."""
    names = [str(name) for name in parse_list(docnames, "docnames")]
    for name in names:
        frappe.has_permission(doctype, "write", doc=name, throw=True)
    for name in names:
        if len(names) > FEW:
            frappe.enqueue(apply, doctype=doctype, name=name)
        else:
            apply(doctype=doctype, name=name)


def get_assignment_rules() -> list[str]:
    """DocTypes that have a rule."""
    return frappe.get_all("Assignment Rule", filters={"disabled": 0}, pluck="document_type")
