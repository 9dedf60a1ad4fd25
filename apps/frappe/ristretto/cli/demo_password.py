"""Decides that a site with a published password is never offered beyond this machine."""

from __future__ import annotations

import ipaddress
from pathlib import Path

from ristretto.context import Site
from ristretto.context.dotted import get_attr
from ristretto.db.connect import connected
from ristretto.errors import AuthenticationError, ValidationError
from ristretto.site.config import site_names

PUBLISHED = "admin"
CHECK_PASSWORD = "frappe.utils.password.check_password"


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_open_demo(sites_path: Path, host: str) -> None:
    """Refuse an address that others reach while any site here still has a demo password."""
    if is_loopback(host):
        return
    for name in site_names(sites_path):
        if user := first_with_demo_password(Site(name, sites_path)):
            raise ValidationError(
                f"{host} can be reached from other machines, and {user} on {name} still has a demo password.\n"
                f"Remedy: bench --site {name} set-password {user}; or serve on 127.0.0.1"
            )


def first_with_demo_password(site: Site) -> str | None:
    """An enabled user whose password is the published one; None when all were changed."""
    accounts = [("Administrator", PUBLISHED)]
    accounts += [(str(a["user"]), str(a["password"])) for a in site.conf.demo_accounts or []]
    with connected(site) as context:
        enabled = {
            row[0] for row in context.db.execute("SELECT `name` FROM `tabUser` WHERE `enabled` = 1")
        }
        return next((user for user, pwd in accounts if user in enabled and _opens(user, pwd)), None)


def _opens(user: str, password: str) -> bool:
    try:
        get_attr(CHECK_PASSWORD)(user, password, delete_tracker_cache=False)
    except AuthenticationError:
        return False
    return True
