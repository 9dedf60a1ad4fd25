"""Decides what a registered client must say: addresses that match, a kind of grant, who may use it."""

from __future__ import annotations

from ristretto.web.oauth.addresses import is_redirect_uri

import frappe
from frappe import _
from frappe.model.document import Document

SECRET_LENGTH = 40
DEFAULT_ROLE = "Desk User"
ANSWER_OF = {"Authorization Code": "Code", "Implicit": "Token"}


class OAuthClient(Document):
    """Another system that signs people in here."""

    def validate(self) -> None:
        self.client_id = self.name
        self.client_secret = self.client_secret or frappe.generate_hash(length=SECRET_LENGTH)
        self.check_grant()
        self.check_addresses()
        if not self.allowed_roles:
            self.append("allowed_roles", {"role": DEFAULT_ROLE})

    def check_grant(self) -> None:
        if not self.grant_type:
            self.grant_type = "Implicit" if self.response_type == "Token" else "Authorization Code"
        if ANSWER_OF[self.grant_type] != self.response_type:
            frappe.throw(
                _("Grant Type {0} needs the Response Type {1}").format(
                    _(self.grant_type), _(ANSWER_OF[self.grant_type])
                )
            )

    def check_addresses(self) -> None:
        for address in (*(self.redirect_uris or "").split(), self.default_redirect_uri or ""):
            if not is_redirect_uri(address.strip()):
                frappe.throw(
                    _("Redirect URI {0}: write the whole address, without #").format(address)
                )

    def user_has_allowed_role(self) -> bool:
        """Whether the caller holds one of the roles."""
        return bool({row.role for row in self.allowed_roles} & set(frappe.get_roles()))
