"""Decides how a new site takes its first settings, and how apps take part: the hooks of the wizard, in order.

There are no pages for it: the launcher asks what it must know. A program, or an app's own page, calls `setup_complete`.
"""

from __future__ import annotations

from typing import Any

from ristretto.web.listing import parse_object

import frappe
from frappe import _
from frappe.utils import cint

SETTINGS = ("language", "country", "time_zone", "currency")


@frappe.whitelist(methods=["POST"])
def setup_complete(args: Any) -> dict[str, str]:
    """{status: "ok"}; every step happens or none. Raises ValidationError with the step's own sentence."""
    frappe.only_for("System Manager")
    if cint(frappe.get_system_settings("setup_complete")):
        return {"status": "ok"}
    values = frappe._dict(parse_object(args, "args"))
    take_settings(values)
    for stage in stages(values):
        run(stage)
    for path in frappe.get_hooks("setup_wizard_complete"):
        frappe.get_attr(path)(values)
    frappe.db.set_single_value("System Settings", "setup_complete", 1)
    frappe.clear_cache()
    return {"status": "ok"}


def take_settings(values: Any) -> None:
    settings = frappe.get_doc("System Settings")
    settings.update(
        {key: values[key] for key in SETTINGS if values.get(key) and settings.meta.has_field(key)}
    )
    settings.save()


def stages(values: Any) -> list[Any]:
    """[{status, fail_msg, tasks: [{fn, args, fail_msg}]}] of every app."""
    return [
        frappe._dict(stage)
        for path in frappe.get_hooks("setup_wizard_stages")
        for stage in frappe.get_attr(path)(values) or []
    ]


def run(stage: Any) -> None:
    for task in stage.get("tasks") or []:
        try:
            task["fn"](task.get("args"))
        except frappe.ValidationError as error:
            told = (
                task.get("fail_msg")
                or stage.get("fail_msg")
                or _("The first settings could not be made")
            )
            frappe.throw(f"{told}: {error}")
