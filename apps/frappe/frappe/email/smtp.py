"""Decides how the mail server is reached: encryption, port, login; refusals in words."""

from __future__ import annotations

import smtplib
import ssl
from base64 import b64encode
from contextlib import suppress
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

TIMEOUT = 30


class InvalidEmailCredentials(frappe.ValidationError):
    """The mail server does not take the name and password."""


class SMTPServer:
    """One mail server; `session` connects when first asked, and again when the line went dead."""

    def __init__(
        self,
        server: str | None,
        login: str | None = None,
        email_account: str | None = None,
        password: str | None = None,
        port: Any = None,
        use_tls: Any = None,
        use_ssl: Any = None,
    ) -> None:
        if not server:
            frappe.throw(
                _("No mail server is named. Open Email Account and name one."),
                frappe.OutgoingEmailError,
            )
        self.server = str(server)
        self.login = login
        self.email_account = email_account
        self.password = password
        self.use_tls = bool(cint(use_tls))
        self.use_ssl = bool(cint(use_ssl))
        self.port = cint(port) or (465 if self.use_ssl else 587 if self.use_tls else 25)
        self._session: smtplib.SMTP | None = None

    @property
    def session(self) -> smtplib.SMTP:
        """A connection that answers. Raises what smtplib raises."""
        if self._session is None or not self.is_session_active():
            self._session = self._connect()
        return self._session

    def _connect(self) -> smtplib.SMTP:
        if self.use_ssl:
            made: smtplib.SMTP = smtplib.SMTP_SSL(
                self.server, self.port, timeout=TIMEOUT, context=ssl.create_default_context()
            )
        else:
            made = smtplib.SMTP(self.server, self.port, timeout=TIMEOUT)
        if self.use_tls and not self.use_ssl:
            made.starttls(context=ssl.create_default_context())
        if self.login and self.password:
            self._log_in(made)
        return made

    def _log_in(self, session: smtplib.SMTP) -> None:
        """By what the server offers; smtplib itself takes no password beyond ASCII, so that goes by PLAIN in UTF-8."""
        login, password = str(self.login), str(self.password)
        if login.isascii() and password.isascii():
            session.login(login, password)
            return
        session.ehlo_or_helo_if_needed()
        secret = b64encode(f"\0{login}\0{password}".encode()).decode()
        code, answer = session.docmd("AUTH", f"PLAIN {secret}")
        if code != 235:
            raise smtplib.SMTPAuthenticationError(code, answer)

    def is_session_active(self) -> bool:
        if self._session is None:
            return False
        try:
            return self._session.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def check(self) -> None:
        """Connect and log in. Raises ValidationError that says what the server answered."""
        try:
            self._connect().quit()
        except smtplib.SMTPAuthenticationError as error:
            frappe.throw(
                _("The mail server does not take this name and password: {0}").format(
                    _answer(error)
                ),
                InvalidEmailCredentials,
            )
        # a name or a port that no machine can have is no OSError
        except (OSError, OverflowError, ValueError, smtplib.SMTPException) as error:
            frappe.throw(
                _("The mail server {0}, port {1}, cannot be reached: {2}").format(
                    self.server, self.port, error
                ),
                title=_("Incorrect Configuration"),
            )

    def quit(self) -> None:
        if self._session is not None:
            with suppress(OSError, smtplib.SMTPException):  # it is gone already
                self._session.quit()
            self._session = None


def _answer(error: smtplib.SMTPResponseException) -> str:
    raw = error.smtp_error
    return f"{error.smtp_code} {raw.decode(errors='replace') if isinstance(raw, bytes) else raw}"
