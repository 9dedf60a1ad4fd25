"""The clock of `scheduler_events`: whether it runs, and switching it."""

from __future__ import annotations

from typing import Any

from ristretto.jobs.scheduler import is_paused, tick

import frappe


def is_scheduler_inactive(verbose: bool = True) -> bool:
    return is_paused()


def is_scheduler_disabled(verbose: bool = True) -> bool:
    """Off by System Settings or by the site's configuration."""
    if frappe.conf.disable_scheduler:
        return True
    return not frappe.utils.cint(frappe.db.get_single_value("System Settings", "enable_scheduler"))


def toggle_scheduler(enable: bool) -> None:
    frappe.db.set_single_value("System Settings", "enable_scheduler", int(enable))


def enable_scheduler() -> None:
    toggle_scheduler(True)


def disable_scheduler() -> None:
    toggle_scheduler(False)


def enqueue_events(site: str | None = None) -> int:
    """Queue what is due; how many."""
    return tick()


@frappe.whitelist()
def activate_scheduler() -> None:
    frappe.only_for("Administrator")
    enable_scheduler()


@frappe.whitelist()
@frappe.read_only()
def get_scheduler_status() -> dict[str, Any]:
    return {"status": "inactive" if is_scheduler_inactive() else "active"}
