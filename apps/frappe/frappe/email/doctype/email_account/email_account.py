"""Controller of Email Account: one mailbox that mail leaves by, one of them by default.

Without a record the site's configuration counts as an account. No mail is fetched.
"""

from __future__ import annotations

from email.utils import formataddr
from typing import Any

import frappe
from frappe import _
from frappe.email.smtp import SMTPServer
from frappe.model.document import Document
from frappe.utils import cint, parse_addr, validate_email_address

DOMAIN_FIELDS = ("smtp_server", "smtp_port", "use_tls", "use_ssl_for_outgoing")
NOBODY = "notifications@example.com"


class EmailAccount(Document):
    """A mailbox with its server."""

    def autoname(self) -> None:
        if not self.email_account_name:
            local = str(self.email_id or "").split("@")[0]
            self.email_account_name = local.translate(str.maketrans("_.-", "   ")).title()
        self.name = self.email_account_name

    def validate(self) -> None:
        validate_email_address(self.email_id, throw=True)
        self._check_login()
        self._follow_domain()
        if cint(self.default_outgoing) and not cint(self.enable_outgoing):
            self.default_outgoing = 0
            frappe.msgprint(_("An account that sends nothing cannot be the default"))
        if self._shall_be_tried():
            self.get_smtp_server().check()

    def _check_login(self) -> None:
        if not cint(self.login_id_is_different):
            self.login_id = None
        elif not self.login_id:
            frappe.throw(_("Alternative Email ID is missing"))
        if self.auth_method == "OAuth":
            frappe.throw(_("Signing in to a mail server with OAuth is not possible from here"))

    def _follow_domain(self) -> None:
        """The server is the domain's, where one is named."""
        if not self.domain:
            return
        values = frappe.db.get_value("Email Domain", self.domain, DOMAIN_FIELDS, as_dict=True)
        self.update(values or {})

    def _shall_be_tried(self) -> bool:
        """An account that sends is tried when it is saved, unless its password comes later."""
        flags = frappe.flags
        if flags.in_patch or flags.in_install or flags.in_import or flags.in_test:
            return False
        if not cint(self.enable_outgoing) or cint(self.awaiting_password):
            return False
        if not self.smtp_server:
            frappe.throw(_("Outgoing Server is missing"))
        if not (self.password or cint(self.no_smtp_authentication)):
            frappe.throw(
                _(
                    "Give the password, or tick that it comes later, or that the server asks for none"
                )
            )
        return True

    def on_update(self) -> None:
        """There is one default only."""
        if not cint(self.default_outgoing):
            return
        filters = {"default_outgoing": 1, "name": ["!=", self.name]}
        for name in frappe.get_all("Email Account", filters=filters, pluck="name"):
            frappe.db.set_value("Email Account", name, "default_outgoing", 0)

    @frappe.whitelist(methods=["POST"])
    def test_connection(self) -> str:
        """Connect and log in with what is stored; says what the server answers."""
        frappe.only_for("System Manager")
        self.get_smtp_server().check()
        return str(_("The mail server {0} lets this account in").format(self.smtp_server))

    @frappe.whitelist(methods=["POST"])
    def send_test_mail(self, recipient: str) -> str:
        """Queue a mail to one address, to be sent at once."""
        frappe.only_for("System Manager")
        validate_email_address(recipient, throw=True)
        frappe.sendmail(
            recipients=[recipient],
            sender=self.default_sender,
            subject=_("Test of the mail account {0}").format(self.name),
            message=_("If you can read this, mail from this system reaches you."),
            now=True,
        )
        return str(_("The mail is on its way to {0}").format(recipient))

    @frappe.whitelist()
    def get_domain_values(self, domain: str) -> Any:
        frappe.only_for("System Manager")
        return frappe.db.get_value("Email Domain", domain, DOMAIN_FIELDS, as_dict=True)

    # what a mail asks of its account ------------------------------------------------------------

    @property
    def is_stored(self) -> bool:
        return not self.flags.from_configuration

    @property
    def default_sender(self) -> str:
        if not self.email_account_name:
            return str(self.email_id)
        return formataddr((self.email_account_name, self.email_id))

    def sender_for(self, wanted: str | None) -> str:
        """The `From` of a mail whose writer asks for `wanted`."""
        if not wanted or wanted == "Administrator":
            return self.default_sender
        name, address = parse_addr(wanted)
        if cint(self.always_use_account_email_id_as_sender):
            name, address = name or self.email_account_name, self.email_id
        if cint(self.always_use_account_name_as_sender_name):
            name = self.email_account_name
        return formataddr((name, address)) if name and name != address else str(address)

    def reply_to_for(self, wanted: str | None) -> str | None:
        """Answers go to the writer where the account puts its own address into `From`."""
        if wanted and cint(self.always_use_account_email_id_as_sender):
            return str(parse_addr(wanted)[1]) or None
        return None

    def get_smtp_server(self) -> SMTPServer:
        asks = not cint(self.no_smtp_authentication)
        return SMTPServer(
            self.smtp_server,
            login=(self.login_id or self.email_id) if asks else None,
            email_account=self.name,
            password=self._secret() if asks else None,
            port=self.smtp_port,
            use_tls=self.use_tls,
            use_ssl=self.use_ssl_for_outgoing,
        )

    def _secret(self) -> str | None:
        if self.flags.from_configuration:
            return self.flags.password  # type: ignore[no-any-return]
        return self.get_password("password", raise_exception=False)  # type: ignore[no-any-return]

    # which account ------------------------------------------------------------------------------

    @classmethod
    def find_outgoing(
        cls,
        match_by_email: str | None = None,
        match_by_doctype: str | None = None,
        _raise_error: bool = False,
    ) -> Any:
        """The account of an address, else of a DocType's mails, else the default, else the configuration."""
        for filters in (
            {"email_id": match_by_email} if match_by_email else None,
            {"enable_incoming": 1, "append_to": match_by_doctype} if match_by_doctype else None,
            {"default_outgoing": 1},
        ):
            wanted = {"enable_outgoing": 1, **filters} if filters else None
            name = frappe.db.get_value("Email Account", wanted) if wanted else None
            if name:
                return frappe.get_doc("Email Account", name)
        account = from_configuration()
        if _raise_error and not account.smtp_server:
            frappe.throw(
                _("No mail account sends by default. Open Email Account and make one."),
                frappe.OutgoingEmailError,
            )
        return account


def from_configuration() -> Any:
    """The account that site_config.json describes; without a server when it names none."""
    conf = frappe.conf
    account = frappe.new_doc("Email Account")
    account.update(
        {
            "name": "site_config.json",
            "email_account_name": conf.email_sender_name,
            "email_id": conf.auto_email_id or conf.mail_login or NOBODY,
            "login_id": conf.mail_login,
            "smtp_server": conf.mail_server,
            "smtp_port": conf.mail_port,
            "use_tls": cint(conf.use_tls),
            "use_ssl_for_outgoing": cint(conf.use_ssl),
            "no_smtp_authentication": cint(
                conf.disable_mail_smtp_authentication or not conf.mail_login
            ),
            "always_use_account_email_id_as_sender": cint(
                conf.always_use_account_email_id_as_sender
            ),
            "always_use_account_name_as_sender_name": cint(
                conf.always_use_account_name_as_sender_name
            ),
        }
    )
    account.flags.from_configuration = True
    account.flags.password = conf.mail_password
    return account
