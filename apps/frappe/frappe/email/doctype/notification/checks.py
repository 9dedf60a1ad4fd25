"""Decides which notifications are refused when they are saved: those that could never work, those without an end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ristretto.context.expressions import check_expression

import frappe
from frappe import _
from frappe.email.doctype.notification.messages import FORMATS
from frappe.modules.utils import export_module_json
from frappe.utils import cint
from frappe.utils.jinja import validate_template

# A notification about these would set itself off, or tell of what it just did.
FORBIDDEN = frozenset({"Email Queue", "Error Log", "Notification Log"})
BY_DATE = frozenset({"Days Before", "Days After"})
UNSENDABLE = frozenset({"Slack", "SMS"})
NAMES = ("doc", "nowdate", "frappe")


def check(alert: Any) -> None:
    """Raises ValidationError naming what is wrong."""
    _check_templates(alert)
    _check_event(alert)
    _check_document_type(alert)
    _check_conditions(alert)
    if cint(alert.enabled) and not (alert.recipients or cint(alert.send_to_all_assignees)):
        frappe.throw(_("Recipients: name somebody who is told"))
    if alert.channel in UNSENDABLE and cint(alert.enabled):
        frappe.throw(
            _("Nothing can be sent by {0} from here. Choose e-mail or the bell.").format(
                _(alert.channel)
            )
        )
    if cint(alert.is_standard) and cint(alert.enabled) and not _may_change_standard():
        frappe.throw(
            _("{0} comes with an app. Switch it off and make a copy to change it.").format(
                alert.name
            )
        )


def _may_change_standard() -> bool:
    flags = frappe.flags
    return bool(
        frappe.conf.developer_mode or flags.in_import or flags.in_migrate or flags.in_install
    )


def _check_templates(alert: Any) -> None:
    validate_template(alert.subject)
    validate_template(alert.message)
    for row in alert.recipients:
        validate_template(row.cc)
        validate_template(row.bcc)


def _check_event(alert: Any) -> None:
    if alert.event in BY_DATE and not alert.date_changed:
        frappe.throw(_("Choose the date field that the days are counted from"))
    if alert.event == "Value Change" and not alert.value_changed:
        frappe.throw(_("Choose the field whose change is told of"))
    if cint(alert.days_in_advance) < 0:
        frappe.throw(_("Days Before or After: {0} is below 0").format(alert.days_in_advance))


def _check_document_type(alert: Any) -> None:
    istable = frappe.get_meta(alert.document_type).istable
    if alert.document_type in FORBIDDEN or (istable and alert.event not in BY_DATE):
        frappe.throw(
            _("A notification about {0} cannot wait for {1}").format(
                _(alert.document_type), _(alert.event)
            )
        )


def _check_conditions(alert: Any) -> None:
    """An expression that is no expression, or names what there never is."""
    for label, text, names in [
        (_("Condition"), alert.condition, NAMES),
        *(
            (_("Row {0}, Condition").format(row.idx), row.condition, (*NAMES, "alert", "comments"))
            for row in alert.recipients
        ),
    ]:
        problem = check_expression(text, names) if text else None
        if problem:
            frappe.throw(_("{0}: {1} cannot be read: {2}").format(label, text, problem))


def export(alert: Any) -> None:
    """Write a standard notification into its app's folder (developer mode)."""
    path = export_module_json(alert, alert.is_standard, alert.module)
    if not path or not alert.message:
        return
    Path(path + FORMATS.get(alert.message_type, ".md")).write_text(alert.message, encoding="utf-8")
