"""Decides which settings of the site make sense, and publishes each as a default under its
fieldname.
"""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import available_timezones

import frappe
from frappe import _, twofactor
from frappe.model.document import Document
from frappe.utils import cint

EXPIRY = re.compile(r"\d+:[0-5]\d(:[0-5]\d)?")
# what any logged-in user's desk needs to show dates and numbers
PUBLIC = (
    "date_format",
    "time_format",
    "number_format",
    "float_precision",
    "currency_precision",
    "first_day_of_the_week",
    "language",
    "time_zone",
    "rounding_method",
    "max_file_size",
    "apply_strict_user_permissions",
    "disable_document_sharing",
    "link_field_results_limit",
)


class SystemSettings(Document):
    """Settings of the whole site."""

    def validate(self) -> None:
        if self.session_expiry and not EXPIRY.fullmatch(self.session_expiry):
            frappe.throw(
                _("Session Expiry {0}: write hours and minutes as hh:mm").format(
                    self.session_expiry
                )
            )
        if self.time_zone and self.time_zone not in available_timezones():
            frappe.throw(_("Time Zone {0} does not exist").format(self.time_zone))
        if cint(self.allow_consecutive_login_attempts) < 0 or cint(self.allow_login_after_fail) < 0:
            frappe.throw(_("Login attempts and waiting time cannot be negative"))
        self.check_second_factor()

    def check_second_factor(self) -> None:
        """A method that works here; without the second step nothing makes up for a wrong address."""
        if not cint(self.enable_two_factor_auth):
            self.bypass_2fa_for_retricted_ip_users = 0
            self.bypass_restrict_ip_check_if_2fa_enabled = 0
            return
        if self.two_factor_method == "SMS":
            frappe.throw(_("Codes by SMS cannot be sent from here. Choose OTP App or Email"))
        if self.two_factor_method == "Email" and not twofactor.can_send_mail(frappe.session.user):
            frappe.throw(_("Codes by mail need a mail server. Set it up first, or choose OTP App"))
        shortest = twofactor.SHORTEST_PAGE
        if self.lifespan_qrcode_image and cint(self.lifespan_qrcode_image) < shortest:
            frappe.throw(
                _("The page with the picture must stay open {0} seconds at least").format(shortest)
            )

    def on_update(self) -> None:
        if cint(self.enable_two_factor_auth) and self.has_value_changed("enable_two_factor_auth"):
            twofactor.toggle_two_factor_auth(True, roles=["All"])
        for field in self.meta.fields:
            if field.fieldname in self.meta.columns_set:
                frappe.db.set_default(field.fieldname, self.get(field.fieldname))
        if self.has_value_changed("language") and self.language:
            frappe.db.set_default("lang", self.language)
        frappe.clear_cache()


@frappe.whitelist()
def load() -> dict[str, Any]:
    """{timezones, defaults} for the desk; administrators see the security settings too."""
    settings = frappe.get_single("System Settings")
    everything = "System Manager" in frappe.get_roles()
    names = [
        field.fieldname
        for field in settings.meta.fields
        if field.fieldname in settings.meta.columns_set
    ]
    defaults = {name: settings.get(name) for name in names if everything or name in PUBLIC}
    return {"timezones": sorted(available_timezones()), "defaults": defaults}
