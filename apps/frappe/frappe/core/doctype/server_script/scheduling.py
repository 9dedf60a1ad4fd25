"""Decides which Scheduled Job Type stands for a script: one per frequency, stopped while the script is disabled."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

JOB = "Scheduled Job Type"


def jobs_of(script: str) -> list[Any]:
    return list(frappe.get_all(JOB, filters={"server_script": script}, fields=["name", "stopped"]))


def follow_changes(script: Any) -> None:
    """Before a save: jobs of another rhythm go, the others stop and start with the script."""
    if script.is_new():
        return
    is_scheduled = script.script_type == "Scheduler Event"
    if is_scheduled and not _has_new_rhythm(script):
        for job in jobs_of(script.name):
            if bool(job.stopped) != bool(script.disabled):
                # The job follows its script; who may save the script was asked for that.
                _job(job.name).update({"stopped": script.disabled}).save(ignore_permissions=True)
    elif is_scheduled or script.has_value_changed("script_type"):
        remove_jobs(script.name)


def _has_new_rhythm(script: Any) -> bool:
    return bool(
        script.has_value_changed("event_frequency") or script.has_value_changed("cron_format")
    )


def keep_job(script: Any) -> None:
    """After a save: the job of an enabled script exists."""
    if script.disabled or script.script_type != "Scheduler Event" or not script.event_frequency:
        return
    setup_scheduler_events(
        script.name,
        script.event_frequency,
        script.cron_format if script.event_frequency == "Cron" else None,
    )


def setup_scheduler_events(
    script_name: str, frequency: str, cron_format: str | None = None
) -> None:
    """Make the job of a script, or give it another rhythm."""
    method = frappe.scrub(f"{script_name}-{frequency}")
    known = frappe.db.get_value(JOB, {"method": method})
    values = {"frequency": frequency, "cron_format": cron_format, "server_script": script_name}
    # the right to the script was asked; its job is the framework's record
    if known:
        _job(known).update(values).save(ignore_permissions=True)
        return
    frappe.get_doc({"doctype": JOB, "method": method, **values}).insert(ignore_permissions=True)
    frappe.msgprint(_("The schedule of script {0} is set").format(script_name))


def remove_jobs(script: str) -> None:
    for job in jobs_of(script):
        # as above: whoever may delete the script ends its schedule
        frappe.delete_doc(JOB, job.name, ignore_permissions=True, delete_permanently=True)


def _job(name: str) -> Any:
    return frappe.get_doc(JOB, name)
