"""Decides how somebody signs in and out, and what the answer and the cookies then say.

The password is checked before any transaction starts, so that its deliberate slowness holds no
lock. A failed attempt is
counted in a transaction of its own. Where the site asks for a code as well, the password only opens
the second step.
"""

from __future__ import annotations

import datetime
from typing import Any, NoReturn

from ristretto.context import AttrDict, Context, current
from ristretto.context.translate import translate
from ristretto.document import clock, get_doc
from ristretto.errors import AuthenticationError
from ristretto.web import lockout, sessions
from ristretto.web.account import Account, account_of
from ristretto.web.cookies import SESSION_COOKIES
from ristretto.web.credentials import (
    find_by_credentials,
    is_enabled,
    password_of_user_fits,
)
from ristretto.web.hashing import MAX_PASSWORD_SIZE
from ristretto.web.resolve import attribute
from ristretto.web.rpc import call_with
from ristretto.web.settings import number, switched_on

_NEVER_EXPIRE = ("Administrator", "Guest")


class LoginManager:
    """One per request; hooks receive it as `login_manager`."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.user: str = context.user
        self.info = AttrDict()
        self.full_name = ""
        self.user_type: str | None = None
        self.resume = True
        self.gave_code = False

    # signing in -------------------------------------------------------------------------------

    def login(self) -> bool:
        """Sign in with `usr` and `pwd` of the request, or with `otp` and `tmp_id` of a second step;
        False when a step is left (expired password, code).

        Raises AuthenticationError (401) or SecurityException (429).
        """
        if switched_on("disable_user_pass_login"):
            self.fail(
                translate(
                    "Sign-in with a password is switched off. Use the sign-in of your agency."
                )
            )
        if self.context.form_dict.get("otp"):
            self._take_code()
        else:
            self.authenticate()
        self.context.form_dict.pop("pwd", None)
        if self.password_is_too_old():
            self._ask_for_new_password()
            return False
        if not self.gave_code and self.needs_code():
            attribute("frappe.twofactor.authenticate_for_2factor")(self.user)
            return False
        self.post_login()
        self.run_trigger("on_session_creation")
        return True

    def authenticate(self, user: str | None = None, pwd: str | None = None) -> None:
        """Set `self.user`, or refuse."""
        login = str(user or self.context.form_dict.get("usr") or "")
        password = str(pwd or self.context.form_dict.get("pwd") or "")
        if not login or not password:
            self.fail(translate("Incomplete login details"), login)
        if len(password) > MAX_PASSWORD_SIZE:
            self.fail(translate("The password is longer than a password can be"), login)
        lockout.refuse_locked(login, self._address)
        found = find_by_credentials(login, password)
        if found is None or not found.password_fits:
            self.fail_counted(translate("Invalid login credentials"), login)
        if not found.enabled and found.name != "Administrator":
            self.fail_counted(translate("User disabled or missing"), login)
        self.user = found.name
        # Asked again under the write lock: guesses that ran at the same time may have locked it meanwhile.
        self.context.db.begin("write")
        lockout.refuse_locked(login, self._address)
        if not self.needs_code():  # else the count goes on until the code fits
            lockout.forget_failures(login, found.name, self._address)

    def needs_code(self) -> bool:
        """Whether the site asks this user for a second factor."""
        asks = switched_on("enable_two_factor_auth")
        return asks and bool(attribute("frappe.twofactor.should_run_2fa")(self.user))

    def _take_code(self) -> None:
        """The second step: the code under the number that the first one answered."""
        self.context.db.begin("write")
        attribute("frappe.twofactor.confirm_otp_token")(self)
        if not is_enabled(self.user):
            self.fail_counted(translate("User disabled or missing"), self.user)
        lockout.refuse_locked(self.user, self._address)
        lockout.forget_failures(self.user, self._address)
        self.gave_code = True

    def post_login(self) -> None:
        """Session, cookies and answer for `self.user`, whose identity is established."""
        self.context.db.begin("write")
        self.run_trigger("on_login")
        self.refuse_outside_hours_and_addresses()
        self.read_user_info()
        self.resume = False
        self.context.set_user(self.user)
        self.context.session = (
            sessions.guest_session()
            if self.user == "Guest"
            else sessions.start(
                self.user, self.full_name, self.user_type or "", self.context.request_ip
            )
        )
        self._note_login()
        self._close_other_sessions()
        self.set_user_cookies()
        self.set_answer()

    def login_as(self, user: str) -> None:
        self.user = user
        self.post_login()

    def login_as_guest(self) -> None:
        self.login_as("Guest")

    def check_password(self, user: str, pwd: str) -> str:
        """The user's name when the password fits, else a refusal."""
        if not password_of_user_fits(user, pwd):
            self.fail(translate("Incorrect password"), user)
        return user

    # signing out ------------------------------------------------------------------------------

    def logout(self, arg: str = "", user: str | None = None) -> None:
        """End this session, or every session of another user."""
        user = user or self.context.user
        self.run_trigger("on_logout")
        if user != self.context.user:
            sessions.end_all_of(user)
            return
        self.context.db.begin("write")
        sessions.end(str(self.context.session.sid))
        self.login_as_guest()
        self.clear_cookies()

    def clear_cookies(self) -> None:
        if self.context.cookie_manager:
            self.context.cookie_manager.delete_cookie(SESSION_COOKIES)

    # facts ------------------------------------------------------------------------------------

    def read_user_info(self) -> None:
        found = account_of(self.user) or Account(0, "Website User", self.user, None, None, None)
        self.info = AttrDict(
            user_type=found.user_type,
            first_name=found.first_name,
            last_name=found.last_name,
            user_image=found.user_image,
        )
        self.user_type = found.user_type
        self.full_name = found.full_name

    get_user_info = read_user_info

    def set_user_cookies(self) -> None:
        """The four readable cookies and the sid."""
        jar = self.context.cookie_manager
        if jar is None:
            return
        sid = str(self.context.session.sid or "Guest")
        jar.set_cookie("sid", sid, max_age=sessions.expiry_seconds(), httponly=True)
        jar.set_cookie("system_user", "no" if self.user_type == "Website User" else "yes")
        jar.set_cookie("full_name", self.full_name)
        jar.set_cookie("user_id", self.user)
        jar.set_cookie("user_image", self.info.user_image or "")

    def set_answer(self) -> None:
        """`message`, `home_page` and `full_name` of the login answer."""
        answer = self.context.response
        if self.user_type == "Website User":
            answer.update(message="No App", home_page="/login" if self.user == "Guest" else "/me")
        else:
            answer.update(message="Logged In", home_page="/app")
        answer.full_name = self.full_name

    def password_is_too_old(self) -> bool:
        days = number("force_user_to_reset_password")
        if not days or self.user in _NEVER_EXPIRE:
            return False
        rows = self.context.db.execute(
            "select `last_password_reset_date` from `tabUser` where `name` = ?", (self.user,)
        )
        last = rows[0][0] if rows else None
        return (
            bool(last)
            and (clock.now().date() - datetime.date.fromisoformat(str(last)[:10])).days > days
        )

    def refuse_outside_hours_and_addresses(self) -> None:
        """`login_after`, `login_before` and `restrict_ip` of the user record."""
        rows = self.context.db.execute(
            "select `login_after`, `login_before`, `restrict_ip` from `tabUser` where `name` = ?",
            (self.user,),
        )
        after, before, addresses = rows[0] if rows else (0, 0, None)
        hour = clock.now().hour
        if (before and hour >= int(before)) or (after and hour < int(after)):
            self.fail(translate("Sign-in: this account may not be used at this hour"), self.user)
        allowed = [
            part.strip()
            for part in str(addresses or "").replace("\n", ",").split(",")
            if part.strip()
        ]
        here = any(self._address.startswith(part) for part in allowed)
        if allowed and not here and not self._code_opens_all_addresses():
            self.fail(
                translate("Sign-in: this account may not be used from your network address"),
                self.user,
            )

    def _code_opens_all_addresses(self) -> bool:
        """Whether the code that was given makes up for a foreign address: for all, or for this one."""
        if not self.gave_code:
            return False
        rows = self.context.db.execute(
            "select `bypass_restrict_ip_check_if_2fa_enabled` from `tabUser` where `name` = ?",
            (self.user,),
        )
        for_all = switched_on("bypass_restrict_ip_check_if_2fa_enabled")
        return for_all or bool(rows and rows[0][0])

    def run_trigger(self, event: str) -> None:
        for path in self.context.site.get_hooks(event):
            call_with(attribute(path), {"login_manager": self})

    # refusals ---------------------------------------------------------------------------------

    def fail(self, message: str, user: str | None = None) -> NoReturn:
        """401 with the message in the answer."""
        self.context.response.message = message
        raise AuthenticationError(message, user=user)

    def fail_counted(self, message: str, login: str) -> NoReturn:
        """The same, counted against the account and the address."""
        db = self.context.db
        db.rollback()
        db.begin("write")
        lockout.count_failure(login, self._address)
        self._log("Failed", message, login)
        db.commit()
        self.fail(message, login)

    @property
    def _address(self) -> str:
        return str(self.context.request_ip or "")

    def _note_login(self) -> None:
        if self.user == "Guest":
            return
        now = self.context.session.data.last_updated
        self.context.db.execute(
            "update `tabUser` set `last_login` = ?, `last_active` = ?, `last_ip` = ? "
            "where `name` = ?",
            (now, now, self.context.request_ip, self.user),
        )
        self._log("Success", translate("{0} logged in").format(self.full_name), self.user)

    def _log(self, status: str, subject: str, user: str) -> None:
        """An Activity Log row, written for the system: the person has no rights on that DocType."""
        entry = {
            "doctype": "Activity Log",
            "subject": subject,
            "status": status,
            "operation": "Login",
            "user": user if self.user_type or status == "Success" else None,
            "full_name": self.full_name or user,
            "ip_address": self._address,
        }
        get_doc(entry).insert(ignore_permissions=True, ignore_links=True)

    def _close_other_sessions(self) -> None:
        deny = current().conf.deny_multiple_sessions or switched_on("deny_multiple_sessions")
        if deny and self.user != "Guest":
            sessions.end_all_of(self.user, keep=str(self.context.session.sid))

    def _ask_for_new_password(self) -> None:
        user: Any = get_doc("User", self.user)
        link = user.reset_password(send_email=False, password_expired=True)
        self.context.response.update(message="Password Reset", redirect_to=link)
