"""Decides when people may sign in with the account of another system: its addresses and our credentials there."""

from __future__ import annotations

import json
from typing import Any

from ristretto.web.listing import parse_object

import frappe
from frappe import _
from frappe.integrations.doctype.social_login_key.providers import PROVIDERS
from frappe.model.document import Document


class BaseUrlNotSetError(frappe.ValidationError):
    """No Base URL."""


class AuthorizeUrlNotSetError(frappe.ValidationError):
    """No Authorize URL."""


class AccessTokenUrlNotSetError(frappe.ValidationError):
    """No Access Token URL."""


class RedirectUrlNotSetError(frappe.ValidationError):
    """No Redirect URL."""


class ClientIDNotSetError(frappe.ValidationError):
    """No Client ID."""


class ClientSecretNotSetError(frappe.ValidationError):
    """No Client Secret."""


class SocialLoginKey(Document):
    """Another system whose accounts may sign in here."""

    def autoname(self) -> None:
        self.name = frappe.scrub(self.provider_name)

    def validate(self) -> None:
        needed: list[tuple[str, Any, type[Exception]]] = [
            ("authorize_url", True, AuthorizeUrlNotSetError),
            ("access_token_url", True, AccessTokenUrlNotSetError),
            ("redirect_url", True, RedirectUrlNotSetError),
            ("base_url", self.custom_base_url, BaseUrlNotSetError),
            ("client_id", self.enable_social_login, ClientIDNotSetError),
            ("client_secret", self.enable_social_login, ClientSecretNotSetError),
        ]
        for fieldname, is_needed, error in needed:
            if is_needed and not self.get(fieldname):
                label = _(self.meta.get_label(fieldname))
                frappe.throw(
                    _("{0} is missing: without it nobody can sign in").format(label), error
                )
        for fieldname in ("api_endpoint_args", "auth_url_data"):
            self.check_object(fieldname)

    def check_object(self, fieldname: str) -> None:
        """Empty, or a JSON object."""
        if self.get(fieldname):
            parse_object(self.get(fieldname), _(self.meta.get_label(fieldname)))

    @frappe.whitelist()
    def get_social_login_provider(
        self, provider: str, initialize: bool = False
    ) -> dict[str, Any] | None:
        """What is known of a provider; with `initialize` it is filled in."""
        known = PROVIDERS.get(provider)
        values = {**known, "provider_name": provider, "enable_social_login": 1} if known else None
        if values:
            for key in ("api_endpoint_args", "auth_url_data"):
                values[key] = json.dumps(values[key]) if values.get(key) else None
            if initialize:
                self.update(values)
        return None if initialize else values


def provider_allows_signup(provider: str) -> bool:
    """Whether strangers who come from it get an account; an empty choice follows the site's rule."""
    from frappe.website.utils import is_signup_disabled

    chosen = frappe.db.get_value("Social Login Key", provider, "sign_ups")
    return bool(chosen == "Allow" or (not chosen and not is_signup_disabled()))
