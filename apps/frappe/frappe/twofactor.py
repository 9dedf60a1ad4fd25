"""Decides who signs in with a second factor, and by which: codes of an app on the phone, or codes by mail.

The secret of an account rests encrypted among the defaults, where stock Frappe keeps it. When a code succeeds is
decided in ristretto.web.second_factor.
"""

from __future__ import annotations

import secrets
from html import escape
from typing import Any

from ristretto import access
from ristretto.web import second_factor
from ristretto.web.second_factor import ExpiredLoginException as ExpiredLoginException

import frappe
from frappe import _
from frappe.utils import cint, get_url
from frappe.utils.password import decrypt, encrypt

PARENT_FOR_DEFAULTS = "__2fa"
DEFAULT_ISSUER = "Frappe Framework"
SHORTEST_PAGE = 240


def get_default(key: str) -> Any:
    return frappe.db.get_default(key, parent=PARENT_FOR_DEFAULTS)


def set_default(key: str, value: Any) -> None:
    frappe.db.set_default(key, value, parent=PARENT_FOR_DEFAULTS)


def clear_default(key: str) -> None:
    frappe.defaults.clear_default(key, parent=PARENT_FOR_DEFAULTS)


# who ------------------------------------------------------------------------------------------


def two_factor_is_enabled(user: str | None = None) -> bool:
    """Whether the site asks for codes at all; with a user, whether it asks this one here."""
    if not cint(frappe.get_system_settings("enable_two_factor_auth")):
        return False
    if not user:
        return True
    skips = cint(frappe.get_system_settings("bypass_2fa_for_retricted_ip_users"))
    return not (skips and _comes_from_its_address(user)) and two_factor_is_enabled_for_(user)


def should_run_2fa(user: str) -> bool:
    return two_factor_is_enabled(user=user)


def two_factor_is_enabled_for_(user: Any) -> bool:
    """Whether one of the account's roles asks for a code. Administrator keeps a way in."""
    name = user if isinstance(user, str) else user.name
    if name == "Administrator":
        return False
    held = [role for role in access.roles(name) if role != "Guest"]
    return bool(frappe.get_all("Role", {"two_factor_auth": 1, "name": ("in", held)}, limit=1))


def toggle_two_factor_auth(state: Any, roles: Any = None) -> None:
    """Ask the holders of some roles, or stop asking them."""
    for name in roles or []:
        role = frappe.get_doc("Role", name)
        role.two_factor_auth = cint(state)
        # ignore_permissions: part of a change of System Settings, which its author may make
        role.save(ignore_permissions=True)


def disable() -> None:
    frappe.db.set_single_value("System Settings", "enable_two_factor_auth", 0)


def get_verification_method() -> str:
    return str(frappe.get_system_settings("two_factor_method") or "OTP App")


def _comes_from_its_address(user: str) -> bool:
    addresses = frappe.get_cached_doc("User", user).get_restricted_ip_list()
    here = str(frappe.local.request_ip or "")
    return any(here.startswith(address) for address in addresses)


# the two steps --------------------------------------------------------------------------------


def authenticate_for_2factor(user: str) -> None:
    """The password was right: say how to go on, and under which number."""
    second_factor.refuse_locked(user)
    if get_verification_method() == "Email":
        code = f"{secrets.randbelow(10**6):06}"
        verification = process_2fa_for_email(user, code)
    else:
        code = ""
        verification = process_2fa_for_otp_app(user)
    frappe.local.response.verification = verification
    frappe.local.response.tmp_id = second_factor.open_step(user, code or None)


def confirm_otp_token(
    login_manager: Any, otp: str | None = None, tmp_id: str | None = None
) -> bool:
    """Take the code of the request. Raises a refusal; sets the user of the login manager."""
    code = "".join(str(otp or frappe.form_dict.get("otp") or "").split())
    step = second_factor.pending(str(tmp_id or frappe.form_dict.get("tmp_id") or ""))
    second_factor.refuse_locked(step.user)
    login_manager.user = step.user
    by_mail = step.code_hash is not None
    fits = (
        second_factor.mailed_code_fits(step, code)
        if by_mail
        else second_factor.app_code_fits(step.user, get_otpsecret_for_(step.user), code)
    )
    if not fits or not second_factor.close(step):
        second_factor.count_wrong(step.user)
        login_manager.fail_counted(_("Incorrect Verification code"), step.user)
    if not by_mail and not get_default(f"{step.user}_otplogin"):
        set_default(f"{step.user}_otplogin", 1)
    return True


def get_otpsecret_for_(user: str) -> str:
    """The account's secret, made when there is none."""
    if stored := get_default(f"{user}_otpsecret"):
        return decrypt(stored)
    from pyotp import random_base32

    secret = random_base32()
    set_default(f"{user}_otpsecret", encrypt(secret))
    return secret


# by app ---------------------------------------------------------------------------------------


def process_2fa_for_otp_app(user: str) -> dict[str, Any]:
    """Before the first success the app must learn the secret: by a mailed page, or where no mail
    can be sent, on the login screen itself."""
    import segno
    from pyotp import TOTP

    if get_default(f"{user}_otplogin"):
        return {"method": "OTP App", "setup": True}
    address = TOTP(get_otpsecret_for_(user)).provisioning_uri(name=user, issuer_name=issuer())
    if can_send_mail(user):
        send_qrcode_link(user, address)
        prompt = _("We mailed you a page with a picture for the app on your phone. Open it first")
        return {"method": "OTP App", "setup": False, "token_delivery": True, "prompt": prompt}
    return {
        "method": "OTP App",
        "setup": False,
        "qrcode": segno.make(address).svg_data_uri(scale=5, border=2),
        "secret": get_otpsecret_for_(user),
    }


def issuer() -> str:
    """The name that the app shows."""
    from frappe.boot import app_name

    named = frappe.get_system_settings("otp_issuer_name")
    return str(named if named and named != DEFAULT_ISSUER else app_name())


def get_link_for_qrcode(user: str, totp_uri: str) -> str:
    """The address of a page that shows the picture for some minutes."""
    key = frappe.generate_hash(length=32)
    seconds = max(cint(frappe.get_system_settings("lifespan_qrcode_image")), SHORTEST_PAGE)
    frappe.cache.set_value(f"{key}_uri", totp_uri, expires_in_sec=seconds)
    frappe.cache.set_value(f"{key}_user", user, expires_in_sec=seconds)
    return str(get_url(f"/qrcode?k={key}"))


def get_qr_svg_code(totp_uri: str) -> str:
    """The picture as SVG, without a declaration."""
    import segno

    return str(segno.make(totp_uri).svg_inline(scale=5, border=2))


def send_qrcode_link(user: str, totp_uri: str) -> None:
    link = escape(get_link_for_qrcode(user, totp_uri))
    text = _("Open this page on your computer and let the app on your phone read the picture:")
    frappe.sendmail(
        recipients=address_of(user),
        subject=_("Sign in to {0}: prepare the app on your phone").format(issuer()),
        message=f'<p>{text}</p><p><a href="{link}">{link}</a></p>',
        now=True,
    )


# by mail --------------------------------------------------------------------------------------


def process_2fa_for_email(user: str, code: str) -> dict[str, Any]:
    """Mail the code; refuse where that cannot be done, so that nobody waits for it."""
    if not can_send_mail(user):
        frappe.throw(
            _(
                "Your code could not be mailed: no mail can be sent from here. Tell the administrator"
            ),
            frappe.AuthenticationError,
        )
    text = _("Your code to sign in:")
    frappe.sendmail(
        recipients=address_of(user),
        subject=_("Your code to sign in to {0}").format(issuer()),
        message=f'<p>{text}</p><p style="font-size: 1.5em"><b>{code}</b></p>',
        now=True,
    )
    prompt = _("We mailed you a code of six digits")
    return {"method": "Email", "setup": True, "token_delivery": True, "prompt": prompt}


def can_send_mail(user: str) -> bool:
    has_server = frappe.conf.mail_server or frappe.db.exists(
        "Email Account", {"enable_outgoing": 1, "default_outgoing": 1}
    )
    return bool(has_server and not frappe.flags.mute_emails and address_of(user))


def address_of(user: str) -> str:
    return str(frappe.db.get_value("User", user, "email") or "")


# keeping the secret ---------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def reset_otp_secret(user: str) -> None:
    """A lost phone: the next sign-in prepares a new app. One's own, or any for System Managers."""
    if frappe.session.user != user:
        frappe.only_for("System Manager", message=True)
        frappe.get_doc("User", user).check_permission("write")
    if not cint(frappe.get_system_settings("enable_two_factor_auth")):
        frappe.throw(_("The second step of signing in is off. Switch it on in System Settings"))
    forget(user)
    if can_send_mail(user):
        text = _("The app on your phone must be prepared again when you sign in to {0}.")
        warning = _("If you did not ask for this, tell your administrator at once.")
        frappe.sendmail(
            recipients=address_of(user),
            subject=_("Signing in to {0}: the app was reset").format(issuer()),
            message=f"<p>{text.format(escape(issuer()))}</p><p>{warning}</p>",
        )
    frappe.msgprint(_("The app on the phone must be prepared again at the next sign-in"))


def forget(user: str) -> None:
    """Drop what is kept for an account."""
    for key in ("_otplogin", "_otpsecret"):
        clear_default(user + key)


def rename(old: str, new: str) -> None:
    """The secret goes with the account."""
    for key in ("_otplogin", "_otpsecret"):
        if value := get_default(old + key):
            set_default(new + key, value)
    forget(old)
