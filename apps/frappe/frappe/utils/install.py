"""What installers of apps call; a site itself is filled by ristretto.site."""

from __future__ import annotations

from ristretto.site import seeds

import frappe


def create_user_type() -> None:
    """The two standard kinds of account."""
    for name in seeds.USER_TYPES:
        if not frappe.db.exists("User Type", name):
            # ignore_permissions: part of making a site
            frappe.get_doc({"doctype": "User Type", "name": name, "is_standard": 1}).insert(
                ignore_permissions=True
            )


def install_basic_docs() -> None:
    """Standard accounts, states and actions, where they are missing."""
    for user in seeds.USERS:
        if not frappe.db.exists("User", user["name"]):
            # ignore_permissions: part of making a site
            frappe.get_doc(user).insert(ignore_permissions=True, set_name=user["name"])
    rows = [{"doctype": "Workflow State", **state} for state in seeds.WORKFLOW_STATES]
    rows += [
        {"doctype": "Workflow Action Master", "workflow_action_name": name}
        for name in seeds.WORKFLOW_ACTIONS
    ]
    for row in rows:
        # ignore_permissions: part of making a site
        frappe.get_doc(row).insert(ignore_permissions=True, ignore_if_duplicate=True)


def complete_setup_wizard() -> None:
    """The site needs no wizard: it is marked as set up."""
    frappe.db.set_single_value("System Settings", "setup_complete", 1)


def before_tests() -> None:
    """A site for tests of one's own: without custom fields, set up."""
    if len(frappe.get_installed_apps()) > 1:
        return
    frappe.db.delete("Custom Field")
    frappe.clear_cache()
    complete_setup_wizard()
    frappe.db.commit()


def add_standard_navbar_items() -> None:
    """Menus of the desk as the apps' hooks list them, unless the site has its own."""
    settings = frappe.get_single("Navbar Settings")
    if settings.settings_dropdown and settings.help_dropdown:
        return
    settings.set("settings_dropdown", list(frappe.get_hooks("standard_navbar_items")))
    settings.set("help_dropdown", list(frappe.get_hooks("standard_help_items")))
    settings.save()
