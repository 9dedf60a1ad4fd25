"""The endpoints of the OAuth provider: ask the person, hand out codes and tokens, take them back, tell who it is.

What is allowed is decided in ristretto.web.oauth; the library is loaded with the first call.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from ristretto.context import current
from ristretto.web import sessions
from ristretto.web.headers import CONTENT_SECURITY_POLICY
from ristretto.web.oauth import tokens
from ristretto.web.pages import render_route

import frappe
from frappe import _
from frappe.integrations.doctype.oauth_provider_settings.oauth_provider_settings import (
    get_oauth_settings,
)
from frappe.oauth import get_server_url, get_userinfo

PREFIX = "/api/method/frappe.integrations.oauth2."
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


@frappe.whitelist(allow_guest=True, methods=["GET", "POST"])
@frappe.write_only()
def authorize() -> Any:
    """The client sends a person here: log in, be asked, go back with a code or a refusal."""
    if frappe.session.user == "Guest":
        return _to_login()
    provider, grant, refusal = _asked_grant()
    if refusal is not None:
        return _deliver(refusal)
    if _needs_no_question(grant):
        return _hand_out(provider, grant)
    if grant.request.payload.data.get("prompt") == "none":
        return _redirect(_with_answer(grant, error="consent_required"))
    return _question(grant)


@frappe.whitelist(methods=["GET", "POST"])
@frappe.write_only()
def approve() -> Any:
    """The person said yes, on our own page. Who only opens the address is asked first."""
    if frappe.request.method == "GET":
        query = frappe.request.query_string.decode("ascii", "replace")
        return _redirect(f"{PREFIX}authorize?{query}")
    provider, grant, refusal = _asked_grant()
    return _deliver(refusal) if refusal is not None else _hand_out(provider, grant)


@frappe.whitelist(allow_guest=True, methods=["POST"])
def get_token() -> Any:
    """A code, a refresh token or a password against a token."""
    provider, error = _provider(), _oauth_error()
    try:
        answer = provider.create_token_response(frappe.request)
    except error as refusal:
        answer = provider.handle_error_response(None, refusal)
    return _deliver(answer)


@frappe.whitelist(allow_guest=True, methods=["POST"])
def revoke_token() -> Any:
    """End a token of the client; unknown tokens are no error (RFC 7009)."""
    provider, error = _provider(), _oauth_error()
    try:
        answer = provider.create_endpoint_response("revocation", frappe.request)
    except error as refusal:
        answer = provider.handle_error_response(None, refusal)
    return _deliver(answer)


@frappe.whitelist(methods=["GET", "POST"])
@frappe.write_only()
def openid_profile() -> None:
    """The claims of the caller."""
    _answer(get_userinfo(frappe.get_doc("User", frappe.session.user)))
    frappe.db.commit()  # the first call may give the account its number


@frappe.whitelist(allow_guest=True)
@frappe.read_only()
def openid_configuration() -> None:
    """What a client library reads to configure itself: only what there is."""
    site = get_server_url()
    _answer(
        {
            "issuer": site,
            "authorization_endpoint": f"{site}{PREFIX}authorize",
            "token_endpoint": f"{site}{PREFIX}get_token",
            "userinfo_endpoint": f"{site}{PREFIX}openid_profile",
            "revocation_endpoint": f"{site}{PREFIX}revoke_token",
            "introspection_endpoint": f"{site}{PREFIX}introspect_token",
            "response_types_supported": ["code", "token"],
            "grant_types_supported": [
                "authorization_code",
                "refresh_token",
                "password",
                "implicit",
            ],
            "code_challenge_methods_supported": ["S256", "plain"],
            "token_endpoint_auth_methods_supported": [
                "client_secret_basic",
                "client_secret_post",
                "none",
            ],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["HS256"],
        }
    )


@frappe.whitelist(allow_guest=True, methods=["POST"])
def introspect_token(token: str | None = None, token_type_hint: str | None = None) -> None:
    """Whether a token is valid, and for whom; of others nothing is told."""
    found = tokens.find(token or "", token_type_hint or "access_token")
    is_live = found is not None and (
        not found.is_revoked() if token_type_hint == "refresh_token" else found.is_live
    )
    if found is None or not is_live:
        return _answer({"active": False})
    told = {
        "active": True,
        "client_id": found.client,
        "trusted_client": frappe.db.get_value("OAuth Client", found.client, "skip_authorization"),
        "exp": round(found.until.timestamp()),
        "scope": found.scopes,
    }
    if "openid" in found.scopes.split():
        told.update(get_userinfo(frappe.get_doc("User", found.user)))
    return _answer(told)


# the protocol --------------------------------------------------------------------------------


def _provider() -> Any:
    from ristretto.web.oauth.server import Provider

    return Provider(get_server_url())


def _oauth_error() -> Any:
    from authlib.oauth2 import OAuth2Error

    return OAuth2Error


def _asked_grant() -> tuple[Any, Any, Any]:
    """(provider, grant, None), or (provider, None, answer) of a request that cannot be granted."""
    from authlib.oauth2.rfc6749 import AccessDeniedError

    provider = _provider()
    try:
        grant = provider.get_consent_grant(frappe.request, frappe.session.user)
        if not grant.request.client.admits(frappe.session.user):
            text = "This account has none of the roles that the client asks for."
            raise AccessDeniedError(text, redirect_uri=grant.redirect_uri)
    except _oauth_error() as refusal:
        return provider, None, provider.handle_error_response(None, refusal)
    return provider, grant, None


def _needs_no_question(grant: Any) -> bool:
    client = grant.request.client
    if client.skip_authorization:
        return True
    was_asked = tokens.has_live(client.name, frappe.session.user, grant.request.scope)
    return get_oauth_settings().skip_authorization == "Auto" and was_asked


def _hand_out(provider: Any, grant: Any) -> Any:
    answer = provider.create_authorization_response(grant.request, frappe.session.user, grant)
    frappe.db.commit()  # a GET keeps nothing else
    return _deliver(answer)


# answers -------------------------------------------------------------------------------------


def _deliver(answer: Any) -> Any:
    """Send what the protocol answers: a redirect, or JSON under our own keys."""
    if answer.location:
        return _redirect(answer.location)
    body = dict(answer.body)
    if "error" in body:
        body["description"] = body.get("error_description", "")  # stock's name for it
    frappe.local.response.update(body, http_status_code=answer.status)
    return None


def _answer(values: Any) -> None:
    frappe.local.response.update(values)


def _redirect(location: str) -> None:
    frappe.local.response.update(type="redirect", location=location)


def _to_login() -> None:
    path = frappe.request.full_path.rstrip("?")
    _redirect(f"/login?redirect-to={quote(path, safe='')}")


def _with_answer(grant: Any, **values: str) -> str:
    """The client's address with an answer and its state."""
    if grant.request.payload.state:
        values["state"] = grant.request.payload.state
    mark = "#" if grant.ERROR_RESPONSE_FRAGMENT else "&" if "?" in grant.redirect_uri else "?"
    return f"{grant.redirect_uri}{mark}{urlencode(values)}"


def _question(grant: Any) -> Any:
    """Our page that asks the person; its form may lead to the client's address and no other."""
    client = grant.request.client
    html = frappe.render_template(
        "templates/includes/oauth_confirmation.html",
        {
            "app_name": client.app_name,
            "host": urlsplit(grant.redirect_uri).netloc or grant.redirect_uri,
            "user": frappe.utils.get_fullname(frappe.session.user),
            "details": _in_words(grant.request.scope.split()),
            "success_url": f"{PREFIX}approve?{frappe.request.query_string.decode('ascii', 'replace')}",
            "failure_url": _with_answer(grant, error="access_denied"),
            "csrf_token": sessions.csrf_token(current()),
        },
    )
    title = _("Sign in to {0}?").format(client.app_name)
    frappe.respond_as_web_page(title, html, primary_action="")
    page = render_route(current(), "message")
    target = urlsplit(grant.redirect_uri)
    allowed = f"{target.scheme}://{target.netloc}" if target.netloc else f"{target.scheme}:"
    policy = CONTENT_SECURITY_POLICY.replace("form-action 'self'", f"form-action 'self' {allowed}")
    page.headers["Content-Security-Policy"] = policy
    page.headers["Cache-Control"] = "no-store"
    return page


def _in_words(scopes: list[str]) -> list[str]:
    """What a client may do with these scopes, in plain words."""
    words = {
        "all": _("do everything here that you may do yourself"),
        "openid": _("see your name, your e-mail address, your picture and your roles"),
    }
    return [words.get(scope, scope) for scope in scopes]
