"""Decides who signs in with the account of another system: through which addresses, in which browser, as whom.

The protocol is Authlib's. A sign-in begins here, in the same browser, and ends once; an account of this site is found
by the number that the other system knows the person by, else by the e-mail address.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import frappe
from frappe import _
from frappe.utils import get_url
from frappe.utils.oauth_accounts import (
    SignupDisabledError,
    get_email,
    get_first_name,
    get_last_name,
    get_user_record,
    update_oauth_user,
)
from frappe.utils.oauth_state import Begun, begin, take
from frappe.utils.password import get_decrypted_password

__all__ = [
    "SignupDisabledError",
    "get_email",
    "get_first_name",
    "get_info_via_oauth",
    "get_last_name",
    "get_oauth2_authorize_url",
    "get_oauth2_flow",
    "get_oauth2_providers",
    "get_oauth_keys",
    "get_redirect_uri",
    "get_user_record",
    "login_oauth_user",
    "login_via_oauth2",
    "login_via_oauth2_id_token",
    "redirect_post_login",
    "update_oauth_user",
]

PATIENCE = 10  # seconds for each answer of the other system


# what is known of the other system ------------------------------------------------------------


def get_oauth2_providers() -> dict[str, dict[str, Any]]:
    """{name: {flow_params, redirect_uri, api_endpoint, auth_url_data, api_endpoint_args}}"""
    return {row.name: _facts(row) for row in frappe.get_all("Social Login Key", fields=["*"])}


def _facts(row: Any) -> dict[str, Any]:
    base = (row.base_url or "") if row.custom_base_url else ""
    facts: dict[str, Any] = {
        "flow_params": {
            "name": row.name,
            "authorize_url": base + (row.authorize_url or ""),
            "access_token_url": base + (row.access_token_url or ""),
            "base_url": row.base_url,
        },
        "redirect_uri": row.redirect_url,
        "api_endpoint": row.api_endpoint,
    }
    for key in ("auth_url_data", "api_endpoint_args"):
        if row.get(key):
            facts[key] = frappe.parse_json(row.get(key))
    return facts


def get_oauth_keys(provider: str) -> dict[str, Any]:
    """{client_id, client_secret} of the site's configuration (`<provider>_login`), else of the record."""
    if keys := frappe.conf.get(f"{provider}_login"):
        return {"client_id": keys["client_id"], "client_secret": keys["client_secret"]}
    return {
        "client_id": frappe.db.get_value("Social Login Key", provider, "client_id"),
        "client_secret": get_decrypted_password("Social Login Key", provider, "client_secret"),
    }


def get_redirect_uri(provider: str) -> str:
    """The address of this site that people come back to."""
    keys = frappe.conf.get(f"{provider}_login") or {}
    return str(keys.get("redirect_uri") or get_url(_provider(provider)["redirect_uri"]))


def get_oauth2_flow(provider: str) -> Any:
    """Authlib's session for this provider."""
    from authlib.integrations.requests_client import OAuth2Session

    _provider(provider)
    keys = get_oauth_keys(provider)
    return OAuth2Session(
        keys["client_id"],
        keys["client_secret"],
        redirect_uri=get_redirect_uri(provider),
        token_endpoint_auth_method="client_secret_post",
        default_timeout=PATIENCE,
    )


def _provider(name: str) -> dict[str, Any]:
    """Raises PermissionError for one that is unknown or switched off."""
    if not frappe.db.get_value("Social Login Key", name, "enable_social_login"):
        frappe.throw(
            _("Signing in with {0} is not possible here").format(name), frappe.PermissionError
        )
    return get_oauth2_providers()[name]


# there and back -------------------------------------------------------------------------------


def get_oauth2_authorize_url(provider: str, redirect_to: str | None = None) -> str:
    """The other system's page for this browser; the answer must come back here within minutes."""
    facts = _provider(provider)
    token = begin(provider, redirect_to)
    state = {"site": get_url(), "token": token, "redirect_to": redirect_to}
    address, _state = get_oauth2_flow(provider).create_authorization_url(
        facts["flow_params"]["authorize_url"],
        state=base64.b64encode(json.dumps(state).encode()).decode(),
        **facts.get("auth_url_data", {}),
    )
    return str(address)


def login_via_oauth2(
    provider: str, code: str, state: str, decoder: Callable[..., Any] | None = None
) -> None:
    """Sign in the person whom the other system names for this code."""
    _login(provider, code, state, id_token=False)


def login_via_oauth2_id_token(
    provider: str, code: str, state: str, decoder: Callable[..., Any] | None = None
) -> None:
    """The same, where the person is named in the token itself."""
    _login(provider, code, state, id_token=True)


def _login(provider: str, code: str, state: str, id_token: bool) -> None:
    begun = take(provider, _token_of(state))
    frappe.db.rollback()  # no lock is held while the other system thinks
    info = get_info_via_oauth(provider, code, id_token=id_token)
    frappe.db.begin()
    _enter(info, provider, begun)


def login_oauth_user(
    data: Any,
    *,
    provider: str | None = None,
    state: Any,
    generate_login_token: bool = False,
) -> None:
    """Sign in a person whose data the caller has from the provider, for a sign-in that began here."""
    known = state if isinstance(state, dict) else {"token": _token_of(state)}
    begun = take(str(provider), str(known.get("token") or ""))
    _enter(frappe.parse_json(data), str(provider), begun)


def get_info_via_oauth(
    provider: str, code: str, decoder: Callable[..., Any] | None = None, id_token: bool = False
) -> dict[str, Any]:
    """What the other system tells of the person. Raises AuthenticationError where it tells nothing."""
    import requests
    from authlib.integrations.base_client.errors import OAuthError

    facts, flow = _provider(provider), get_oauth2_flow(provider)
    try:
        token = flow.fetch_token(
            facts["flow_params"]["access_token_url"], code=code, grant_type="authorization_code"
        )
        info = _claims(token, flow.client_id) if id_token else _profile(flow, facts)
    except (OAuthError, requests.RequestException, ValueError, KeyError) as error:
        frappe.log_error(f"Sign-in with {provider}: {error}")
        frappe.throw(
            _("{0} did not confirm who you are. Try again").format(provider),
            frappe.AuthenticationError,
        )
    # a provider that says so has not seen the mailbox: the address may be anybody's
    if not get_email(info) or info.get("email_verified") is False:
        frappe.throw(
            _("{0} has no checked e-mail address of yours").format(provider),
            frappe.AuthenticationError,
        )
    return info


def _profile(flow: Any, facts: dict[str, Any]) -> dict[str, Any]:
    address = urljoin(facts["flow_params"]["base_url"] or "", facts["api_endpoint"] or "")
    arguments = facts.get("api_endpoint_args")
    info: dict[str, Any] = _object(flow.get(address, params=arguments))
    if facts["flow_params"]["name"] == "github" and not info.get("email"):
        answer = flow.get(urljoin(facts["flow_params"]["base_url"], "user/emails"))
        answer.raise_for_status()
        checked = [row for row in answer.json() if row.get("primary") and row.get("verified")]
        info["email"] = checked[0]["email"] if checked else None
    return info


def _object(answer: Any) -> dict[str, Any]:
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found


def _claims(token: dict[str, Any], client_id: str) -> dict[str, Any]:
    """The claims of the id token, which came over our own line from the provider (OpenID Connect
    Core 3.1.3.7); it must be meant for us."""
    body = str(token["id_token"]).split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    audience = claims.get("aud")
    if client_id not in (audience if isinstance(audience, list) else [audience]):
        raise ValueError("the id token is for somebody else")
    return dict(claims)


def _token_of(state: Any) -> str:
    try:
        return str(json.loads(base64.b64decode(str(state), validate=True))["token"])
    except (binascii.Error, ValueError, KeyError, TypeError):
        return ""


def _enter(info: dict[str, Any], provider: str, begun: Begun) -> None:
    """Session and way on; refusals are pages, for a browser is waiting."""
    try:
        user = update_oauth_user(str(get_email(info)), info, provider)
    except SignupDisabledError:
        text = _("There is no account for {0} here. Ask your administrator for one")
        _page(_("Not Permitted"), text.format(frappe.utils.escape_html(str(get_email(info)))))
        return
    if not user:
        return
    manager = frappe.local.login_manager
    manager.login_as(user)
    manager.run_trigger("on_session_creation")
    redirect_post_login(
        desk_user=frappe.local.response.get("message") == "Logged In",
        redirect_to=begun.redirect_to,
        provider=provider,
    )
    frappe.db.commit()  # a GET keeps nothing else


def redirect_post_login(
    desk_user: bool, redirect_to: str | None = None, provider: str | None = None
) -> None:
    """To the page that was wanted, if it is one of this site; else home."""
    wanted = redirect_to or ""
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    home = "/app" if desk_user else "/me"
    frappe.local.response.update(type="redirect", location=wanted if is_ours else home)


def _page(title: str, text: str) -> None:
    frappe.respond_as_web_page(
        title, text, http_status_code=403, primary_action="/login", primary_label=_("Sign in")
    )
